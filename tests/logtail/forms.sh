# Each preset on a log in the published form of its product: how many lines each entry has, and how
# it begins.  Then: after a crash behind any entry the rest is the same.
PATH=$B/tests/tools:$PATH

show() {	# preset <log
	echo "== $1"
	cat >log
	entries "$1" <log | jq -r '"\(.lines) \(.msg | split("\n")[0] // "" | .[:70])"'
	entries -t "$1" <log | sed '/, \([0-9]*\) of \1 positions well$/d'
}

show java <<'END'
2026-11-20 20:52:36,123 ERROR [main] com.example.Orders - cannot store order 17
java.lang.IllegalStateException: no connection
	at com.example.Orders.store(Orders.java:120)
	at com.example.Main.main(Main.java:12)
	Suppressed: java.io.IOException: close failed
		at com.example.Db.close(Db.java:9)
Caused by: java.sql.SQLException: ORA-12541: TNS:no listener

	at oracle.jdbc.driver.T4CConnection.logon(T4CConnection.java:743)
	... 12 more
2026-11-20 20:52:37,001 INFO  [main] com.example.Orders - retry
Nov 20, 2026 8:52:38 PM org.apache.catalina.core.StandardService startInternal
INFO: Starting service [Catalina]
Nov 20, 2026 8:52:39 PM org.apache.catalina.core.StandardService startInternal
SEVERE: failed
java.net.BindException: Address already in use
	at java.base/sun.nio.ch.Net.bind0(Native Method)
十一月 20, 2026 8:52:40 下午 org.apache.catalina.startup.Catalina start
信息: Server startup in 356 ms
END
show java <<'END'
program started
Exception in thread "main" java.lang.RuntimeException: outer
	at Main.main(Main.java:5)
Caused by: java.lang.NullPointerException
	at Main.f(Main.java:9)
	... 1 more
program restarted
END
show java <<'END'
2026-11-20 20:52:36
Full thread dump OpenJDK 64-Bit Server VM (17.0.8+7 mixed mode, sharing):

"main" #1 prio=5 os_prio=0 cpu=33.05ms tid=0x00007f nid=0x1 waiting on condition  [0x00007f]
   java.lang.Thread.State: TIMED_WAITING (sleeping)
	at java.lang.Thread.sleep(java.base@17.0.8/Native Method)

"GC Thread#0" os_prio=0 cpu=0.31ms tid=0x00007f nid=0x2 runnable

JNI global refs: 15, weak refs: 0

2026-11-20 20:52:40,000 INFO next
END
show python <<'END'
2026-11-20 20:52:36,123 - app - ERROR - failed
Traceback (most recent call last):
  File "/srv/app.py", line 3, in f
    int("x")
ValueError: invalid literal for int() with base 10: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/app.py", line 9, in <module>
    f()
RuntimeError: no good
2026-11-20 20:52:37,000 - app - INFO - next
END
show python <<'END'
starting
Traceback (most recent call last):
  File "/srv/app.py", line 3, in f
    int("x")
KeyError: 'x'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/app.py", line 9, in <module>
    f()
app.Failed: no good
ended
ERROR:root:once more
Traceback (most recent call last):
  File "/srv/app.py", line 3, in f
    int("x")
ValueError: x
WARNING:app.db:slow
END
show go <<'END'
2026/11/20 20:52:36 listening on :8080
panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.f(...)
	/srv/main.go:8
main.main()
	/srv/main.go:12 +0x1d
exit status 2
2026/11/20 20:52:37 http: panic serving 192.0.2.1:4022: boom
goroutine 35 [running]:
net/http.(*conn).serve.func1()
	/usr/lib/go/src/net/http/server.go:1868 +0xb9
panic({0x6456e0?, 0x6eb9b0?})
	/usr/lib/go/src/runtime/panic.go:920 +0x270
created by net/http.(*Server).Serve in goroutine 1
	/usr/lib/go/src/net/http/server.go:3086 +0x5cb
2026/11/20 20:52:38 next
fatal error: all goroutines are asleep - deadlock!

goroutine 1 [chan receive]:
main.main()
	/srv/main.go:5 +0x25
END
show dotnet <<'END'
2026-11-20 20:52:36.123 +08:00 [ERR] cannot store
System.InvalidOperationException: no connection
 ---> System.IO.IOException: closed
   at Orders.Db.Open() in /srv/Db.cs:line 9
   --- End of inner exception stack trace ---
   at Orders.Program.Main()
fail: Orders.Worker[0]
      An error occurred
      System.TimeoutException: text
info: Orders.Worker[0]
      next
Unhandled exception. System.Exception: untimed
   at Orders.Program.Main()
END
show nodejs <<'END'
listening
/srv/a.js:3
throw new TypeError("x");
^

TypeError: x
    at f (/srv/a.js:3:7)
    at node:internal/main/run_main_module:28:49 {
  code: 'E'
}

Node.js v18.19.0
listening
END
show php <<'END'
[20-Nov-2026 20:52:36 UTC] PHP Fatal error:  Uncaught Exception: x in /srv/a.php:3
Stack trace:
#0 {main}
  thrown in /srv/a.php on line 3
[20-Nov-2026 20:52:37] NOTICE: ready to handle connections
END
show ruby <<'END'
E, [2026-11-20T20:52:36.123456 #4711] ERROR -- : failed (RuntimeError)
/srv/a.rb:3:in `f'
/srv/a.rb:9:in `<main>'
/srv/b.rb:3:in `g': no (RuntimeError)
	from /srv/b.rb:9:in `<main>'
I, [2026-11-20T20:52:37.123456 #4711]  INFO -- : next
END
show db2 <<'END'
2026-11-20-20.52.36.123456+480 I1234E567           LEVEL: Error
PID     : 4711                 TID : 140          PROC : db2sysc 0
MESSAGE : ZRC=0x850F0005=-2062614523=SQLO_NOSEG

2026-11-20-20.52.37.123456+480 E1801E321           LEVEL: Warning
PID     : 4711                 TID : 141          PROC : db2sysc 0
END
show websphere <<'END'
************ Start Display Current Environment ************
WebSphere Platform 9.0.5.0 running with process name cell\node\server1
************* End Display Current Environment *************
[11/20/26 20:52:36:123 CST] 0000001a SystemErr     R java.lang.NullPointerException
[11/20/26 20:52:36:124 CST] 0000001a webapp        E com.ibm.ws.webcontainer Uncaught
java.lang.IllegalStateException: text
	at com.example.Orders.doGet(Orders.java:20)
END
show oracle-listener <<'END'
20-NOV-2026 20:52:36 * (CONNECT_DATA=(SID=orcl)(CID=(USER=app))) * (ADDRESS=(PROTOCOL=tcp)(HOST=192.0.2.9)) * establish * orcl * 12505
TNS-12505: TNS:listener does not currently know of SID given in connect descriptor
20-11月-2026 20:52:37 * service_update * orcl * 0
<msg time='2026-11-20T20:52:38.339+08:00' org_id='oracle' comp_id='tnslsnr'
 type='UNKNOWN' level='16' host_id='db1'>
 <txt>20-NOV-2026 20:52:38 * service_update * orcl * 0
 </txt>
</msg>
END
show oracle-alert <<'END'
Fri Nov 20 20:52:30 2026 +08:00
LENGTH : '257'
ACTION :[7] 'CONNECT'
Fri Nov 20 20:52:36 2026
Thread 1 advanced to log sequence 812 (LGWR switch)
  Current log# 2 seq# 812 mem# 0: /u01/oradata/ORCL/redo02.log
Fri Nov 20 20:52:36 2026
Errors in file /u01/app/oracle/diag/rdbms/orcl/ORCL/trace/ORCL_ora_4711.trc  (incident=9412):
ORA-00600: internal error code, arguments: [kdsgrp1], [], [], [], [], [], [], []

Use ADRCI or Support Workbench to package the incident.
2026-11-20T20:53:01.339827+08:00
ORCLPDB(3):ORA-00060: Deadlock detected. More info in file /u01/trace/ORCL_ora_5.trc.
2026-11-20T20:53:02.000001+08:00
ALTER SYSTEM ARCHIVE LOG
END
show sqlserver-errorlog <<'END'
2026-11-20 20:52:30.01 Server      Microsoft SQL Server 2022 (RTM) - 16.0.1000.6 (X64) 
	Oct  8 2022 05:58:25 
	Copyright (C) 2022 Microsoft Corporation
2026-11-20 20:52:36.12 Logon       Error: 18456, Severity: 14, State: 8.
2026-11-20 20:52:36.12 Logon       Login failed for user 'sa'. Reason: Password did not match. [CLIENT: 192.0.2.9]
2026-11-20 20:52:36.12 spid51      Error: 9002, Severity: 17, State: 2.
2026-11-20 20:52:36.12 spid60s     Recovery is writing a checkpoint in database 'orders' (5).
2026-11-20 20:52:36.13 spid61      Error: 823, Severity: 24, State: 2.
2026-11-20 20:52:36.12 spid51      The transaction log for database 'orders' is full due to 'LOG_BACKUP'.
2026-11-20 20:52:36.13 spid61      The operating system returned error 23 to SQL Server during a read
at offset 0x0000000012e000 in file 'D:\data\orders.mdf'.
2026-11-20 20:52:37.00 spid60s     Recovery completed for database orders.
2026-11-20 20:52:38.00 spid52      错误: 17836，严重性: 20，状态: 14。
2026-11-20 20:52:38.00 spid52      网络数据包有效负载中指定的长度与读取的字节数不匹配。
END
show mysql <<'END'
2026-11-20T20:52:36.123456Z 0 [Note] InnoDB: Buffer pool(s) load completed
2026-11-20T20:52:37.123456Z 8 [ERROR] InnoDB: Transactions deadlock detected, dumping detailed information.
*** (1) TRANSACTION:

TRANSACTION 23, ACTIVE 0 sec starting index read
LOCK WAIT 3 lock struct(s)
2026-11-20T20:52:38.000001Z	14 Query	SELECT *
FROM orders
	WHERE id = 7
		   15 Connect	app@localhost on orders using Socket
		   15 Query	SELECT 1
261120 20:52:39	   15 Quit	
END
show mysql-slow <<'END'
/usr/sbin/mysqld, Version: 8.0.36 (MySQL Community Server - GPL). started with:
Tcp port: 3306  Unix socket: /var/run/mysqld/mysqld.sock
Time                 Id Command    Argument
# Time: 2026-11-20T20:52:36.123456Z
# User@Host: app[app] @ localhost []  Id:     8
# Query_time: 3.000239  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0
SET timestamp=1795207956;
select sleep(3)
  from dual;
# User@Host: app[app] @ localhost []  Id:     9
# Query_time: 2.000239  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0
SET timestamp=1795207956;
select sleep(2);
END
show postgresql <<'END'
2026-11-20 20:52:36.123 CST [4711] app@orders ERROR:  syntax error at or near "selec" at character 1
2026-11-20 20:52:36.123 CST [4712] app@orders LOG:  duration: 1500.123 ms  statement: select 1
	  from a
2026-11-20 20:52:36.123 CST [4711] app@orders STATEMENT:  selec 1
	  from b
2026-11-20 20:52:36.125 CST [4712] app@orders ERROR:  deadlock detected
2026-11-20 20:52:36.125 CST [4712] app@orders DETAIL:  Process 4712 waits for ShareLock on transaction 5.
	Process 4711 waits for ShareLock on transaction 6.
2026-11-20 20:52:36.125 CST [4712] app@orders HINT:  See server log for query details.
2026-11-20 20:52:36.125 CST [4712] app@orders CONTEXT:  while updating tuple (0,1) in relation "a"
2026-11-20 20:52:36.130 CST [4711] app@orders LOG:  text with DETAIL:  in it
2026-11-20 20:52:36.140 CST [4713] app@orders 错误:  关系 "invoices" 不存在
2026-11-20 20:52:36.140 CST [4713] app@orders 语句:  select * from invoices
END
show weblogic <<'END'
####<Nov 20, 2026 8:52:36 PM CST> <Error> <HTTP> <db1> <AdminServer> <[ACTIVE] ExecuteThread: '0'> <<WLS Kernel>> <> <> <1795207956123> <BEA-101017> <[ServletContext@1] Root cause of ServletException.
java.lang.NullPointerException
	at com.example.Orders.doGet(Orders.java:20)
Caused By: java.sql.SQLException: closed
	at com.example.Db.get(Db.java:9)
> 
<2026-11-20 下午08时52分36秒 CST> <Notice> <WebLogicServer> <BEA-000365> <Server state changed to RUNNING> 
<Nov 20, 2026 8:52:37 PM CST> <Warning> <Socket> <BEA-000449> <Closing socket
as no data read from it> 
END
show ibm-mq <<'END'
11/20/2026 08:52:36 PM - Process(1234.1) User(mqm) Program(amqzxma0)
                    Host(db1) Installation(Installation1)
                    VRMF(9.1.0.0) QMgr(QM1)
                   
AMQ8003I: IBM MQ queue manager 'QM1' started.

EXPLANATION:
IBM MQ queue manager 'QM1' started.
ACTION:
None.
-------------------------------------------------------------------------------
2026年11月20日 20时52分36秒 - 进程(1234.1) 用户(mqm) 程序(amqrmppa)
AMQ9209E: Connection to host 'db2 (192.0.2.7)' for channel 'TO.QM2' closed.

EXPLANATION:
An error occurred.
----- amqccita.c : 4214 -------------------------------------------------------
END
show tomcat <<'END'
21-Nov-2026 03:46:49.624 SEVERE [main] org.apache.catalina.core.StandardContext.startInternal Error
	java.lang.ClassNotFoundException: com.example.Missing
		at java.base/java.net.URLClassLoader.findClass(URLClassLoader.java:445)
192.0.2.21 - - [21/Nov/2026:03:53:19 +0000] "GET / HTTP/1.1" 200 3
192.0.2.21 - - [21/Nov/2026:03:53:20 +0000] "GET /a HTTP/1.1" 404 3
END
show hadoop <<'END'
2026-11-20 20:52:36,123 INFO org.apache.hadoop.hdfs.server.namenode.NameNode: STARTUP_MSG: 
/************************************************************
STARTUP_MSG: Starting NameNode
************************************************************/
26/11/20 20:52:36 WARN spark.SparkContext: slow
081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_38 terminating
END
show json <<'END'
{
  "time": "2026-11-20T20:52:36Z",
  "log": [
    {"a": "}"},
    {"b": "\""}
  ]
}
{"one": "line"}

{"half": 1,
{"next": "whole"}
2026-11-20 20:52:36 no JSON
more of that
END
show rabbitmq <<'END'

=INFO REPORT==== 20-Nov-2026::20:52:36 ===
Starting RabbitMQ 3.6.6 on Erlang 19.2

=ERROR REPORT==== 20-Nov-2026::20:52:37 ===
AMQP connection <0.600.0> (192.0.2.1:5672):
closed
2026-11-20 20:52:38.441571+00:00 [error] <0.130.0>
BOOT FAILED
END
show mongodb <<'END'
Fri Nov 20 20:52:36.123 [initandlisten] MongoDB starting
2026-11-20T20:52:36.123-0500 F -        [main] Got signal: 11 (Segmentation fault).
 0x1 0x2
----- BEGIN BACKTRACE -----
-----  END BACKTRACE  -----
{"t":{"$date":"2026-11-20T20:52:36.123+00:00"},"s":"I","c":"CONTROL","id":1,"ctx":"main","msg":"text"}
END
show nginx <<'END'
2026/11/20 20:52:36 [error] 12#12: *1 FastCGI sent in stderr: "PHP message: PHP Fatal error:  Uncaught Error
Stack trace:
#0 {main}" while reading response header from upstream
192.0.2.21 - - [21/Nov/2026:03:53:19 +0000] "GET / HTTP/1.1" 200 3 "-" "curl/7.88.1"
END
show apache <<'END'
[Sat Nov 21 03:53:19.123456 2026] [wsgi:error] [pid 912:tid 140] mod_wsgi: failed
Traceback (most recent call last):
  File "/srv/app.wsgi", line 1
[Sun Dec 04 04:47:44 2005] [error] text
www.example.com:80 192.0.2.21 - - [21/Nov/2026:03:53:19 +0000] "GET / HTTP/1.1" 200 3 "-" "-"
END
show iis <<'END'
#Software: Microsoft Internet Information Services 10.0
#Fields: date time s-ip cs-method
2026-11-20 17:26:30 ::1 GET
2026-11-20 17:26:31 ::1 GET
END
show backslash <<'END'
one \
two \
three
four
END
show indent <<'END'
one
	two
 three

four
END
show time <<'END'
-- 11/20/26 20:52:36.123 icegridnode: Activator: activating server
   path = /bin/sleep
pwd
2026-11-20 20:52:36.123 [INFO] database P0000012345 T0000000000000012345  checkpoint
more
I1120 20:52:36.123456       1 main.go:12] text
END

# Logs that servers really wrote: how many lines and entries.
while read -r log preset; do
	entries "$preset" <"$TOP/data/$log" | jq -r .lines | awk -v name="$log" '{ lines += $1; if ($1 > most) most = $1 }
		END { print name ": " lines " lines, " NR " entries, the longest of " most }'
	entries -t "$preset" <"$TOP/data/$log" | sed '/, \([0-9]*\) of \1 positions well$/d'
done <<-'END'
	tomcat-catalina.log tomcat
	tomcat-localhost.log java
	tomcat-access.log tomcat
	postgresql.log postgresql
	mariadb-error.log mysql
	mariadb-slow.log mysql-slow
	nginx-error.log nginx
	nginx-access.log nginx
	icegridnode.log time
	kern.log time
	journal.ndjson json
END
