# Chinese dates, levels, names; all of it as it stands.
. "$TOP/logtail/helpers"
cat >日志.log <<'END'
2026年11月20日 下午08时52分36秒 [错误] 无法连接数据库 "订单"
2026年11月20日 上午12:05:00 启动
####<2026-11-20 下午09时00分00秒 CST> <Warning> <JDBC> <订单> 连接池已满
2026-11-20 22:10:11.123 CST [4321] 致命错误:  数据库 "订单" 不存在
信息: Server startup in 123 ms
11月 20 23:00:00 主机 sshd[1]: 登录
END
logtail -H h -s 统一业务 -k mw -z Asia/Shanghai 日志.log | logs
