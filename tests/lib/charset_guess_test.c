/* charset_guess: lines of operations in the languages of East Asia. */
#include "charset.h"

#include <iconv.h>
#include <stdlib.h>

#include "buf.h"
#include "check.h"

static struct charset_pool *pool;

static const char *const simplified[] = {
	"数据库连接失败", "你好", "错误", "连接超时", "磁盘空间不足", "用户登录成功：张三",
	"2026-11-20 20:52:36 警告 内存使用率 93%，超过阈值", "无法打开文件 D:\\数据\\日志.txt",
	"服务已停止", "ORA-12541: TNS: 无监听程序", "订单号 42 处理异常", "系统启动完成",
	"[ERROR] 第 12 行：语法错误，缺少右括号", "网络不可达", "正在重试第 3 次", "拒绝访问。",
	"备份作业\"每日全量\"执行失败，原因：介质写保护", "登录失败: 口令无效",
	"药品库存低于下限", "医保结算接口返回 500", "证书将于 30 天后过期", "审批流程已提交",
	"事务（进程 ID 52）与另一个进程被死锁在锁资源上", "国家税务总局", "东莞市不动产登记",
	"达梦数据库实例 DMSERVER 已启动", "值班人员：李明、王芳", "心跳检测失败，节点已隔离",
};

static const char *const traditional[] = {
	"資料庫連線失敗", "你好", "錯誤", "連線逾時", "磁碟空間不足", "使用者登入成功：張三",
	"2026-11-20 20:52:36 警告 記憶體使用率 93%，超過閾值", "無法開啟檔案 D:\\資料\\記錄.txt",
	"服務已停止", "訂單編號 42 處理異常", "系統啟動完成", "網路無法連線", "正在重試第 3 次",
	"存取被拒。", "備份工作執行失敗", "密碼錯誤", "憑證將於 30 天後過期", "伺服器沒有回應",
};

static const char *const japanese[] = {
	"データベースへの接続に失敗しました", "こんにちは", "エラーが発生しました", "接続がタイムアウトしました",
	"ディスクの空き領域が不足しています", "ユーザー 山田 がログインしました",
	"2026-11-20 20:52:36 警告 メモリ使用率が 93% を超えました", "ファイルを開けません",
	"サービスが停止しました", "処理を開始します", "アクセスが拒否されました", "再起動してください",
};

static const char *const korean[] = {
	"데이터베이스 연결에 실패했습니다", "안녕하세요", "오류가 발생했습니다", "연결 시간이 초과되었습니다",
	"디스크 공간이 부족합니다", "사용자 로그인 성공", "2026-11-20 20:52:36 경고 메모리 사용률 93%",
	"파일을 찾을 수 없습니다", "서비스가 중지되었습니다", "처리를 시작합니다", "접근이 거부되었습니다",
};

static const char *const western[] = {
	"Le service a démarré avec succès à 12h", "Verbindung zum Server wurde unterbrochen: Überlauf",
	"échec de la connexion", "El archivo no se encontró", "Datei konnte nicht geöffnet werden",
};

static size_t
encode(const char *name, const char *s, char *to, size_t room)
{
	iconv_t cd = iconv_open(name, "UTF-8");
	char *in = (char *)(uintptr_t)s, *out = to;
	size_t left = strlen(s), size = room;

	if (cd == (iconv_t)-1)
		return 0;
	if (iconv(cd, &in, &left, &out, &size) == (size_t)-1)
		out = to;
	iconv_close(cd);
	return (size_t)(out - to);
}

/* The line, guessed with what is known so far, is decoded as itself. */
static bool
guesses(struct charset_guess *g, const char *name, const char *line)
{
	char s[512];
	size_t n = encode(name, line, s, sizeof s);
	struct buf text = BUF_INIT;
	struct charset *c = charset_guess_line(g, pool, s, n);
	bool ok = CHECK(n > 0) && CHECK(c != NULL);

	if (ok) {
		charset_decode(c, s, n, &text, NULL);
		ok = CHECK_STR(buf_text(&text), line);
		if (!ok)
			printf("# of %s, taken for %s\n", name, charset_name(c));
	}
	buf_clear(&text);
	return ok;
}

/* Each line alone, and then all of them as one file. */
static void
language(const char *name, const char *as, const char *const lines[], size_t n)
{
	struct charset_guess g;

	for (size_t i = 0; i < n; i++) {
		g = (struct charset_guess)CHARSET_GUESS_INIT;
		guesses(&g, name, lines[i]);
	}
	g = (struct charset_guess)CHARSET_GUESS_INIT;
	for (size_t i = 0; i < n; i++)
		guesses(&g, name, lines[i]);
	CHECK_STR(charset_guess_name(&g), as);
}

#define LANGUAGE(name, as, lines) language(name, as, lines, sizeof lines / sizeof *lines)

static void chinese_of_the_mainland(void) { LANGUAGE("GB18030", "GB18030", simplified); }
static void chinese_of_taiwan(void) { LANGUAGE("BIG5", "BIG5", traditional); }
static void japanese_of_windows(void) { LANGUAGE("CP932", "CP932", japanese); }
static void japanese_of_unix(void) { LANGUAGE("EUC-JP", "EUC-JP", japanese); }
static void korean_of_both(void) { LANGUAGE("CP949", "CP949", korean); }

/* A byte over 0x7F is damage rather than a letter, until a file has many of them. */
static void
western_languages(void)
{
	struct charset_guess g = CHARSET_GUESS_INIT;
	struct charset *c = NULL;
	char s[512];
	size_t n;

	for (int i = 0; i < 100; i++) {
		n = encode("CP1252", western[i % 5], s, sizeof s);
		c = charset_guess_line(&g, pool, s, n);
		if (i < 10)
			CHECK_STR(charset_name(c), "UTF-8");
	}
	CHECK_STR(charset_name(c), "CP1252");
	for (int i = 0; i < 5; i++)
		guesses(&g, "CP1252", western[i]);
	g = (struct charset_guess)CHARSET_GUESS_INIT;
	CHECK_STR(charset_name(charset_guess_line(&g, pool, "ab\377cd", 5)), "UTF-8");
	CHECK_STR(charset_name(charset_guess_line(&g, pool, "\303", 1)), "UTF-8");
}

static void utf8_of_all(void)
{
	LANGUAGE("UTF-8", "UTF-8", simplified);
	LANGUAGE("UTF-8", "UTF-8", japanese);
	LANGUAGE("UTF-8", "UTF-8", western);
}

/* Lines in GB18030 and in UTF-8, in one file; what is left of UTF-8 is still UTF-8. */
static void
mixed_files(void)
{
	struct charset_guess g = CHARSET_GUESS_INIT;
	struct charset *c;

	for (int i = 0; i < 20; i++) {
		guesses(&g, i % 2 ? "UTF-8" : "GB18030", simplified[i]);
		guesses(&g, "UTF-8", "plain ASCII");
	}
	CHECK_STR(charset_guess_name(&g), "GB18030");
	c = charset_guess_line(&g, pool, "连接超\xe6\x97", 11);
	CHECK_STR(charset_name(c), "UTF-8");
	c = charset_guess_line(&g, pool, "x \xe6", 3);
	CHECK_STR(charset_name(c), "GB18030");
	g = (struct charset_guess)CHARSET_GUESS_INIT;
	c = charset_guess_line(&g, pool, "x\xff 连接", 9);
	CHECK_STR(charset_name(c), "UTF-8");
	CHECK_STR(charset_guess_name(&g), "UTF-8");
	c = charset_guess_line(&g, pool, "\xb4\xb4\xb4\xb4\xb4\xb4\xb4\xb4\xb4\xb4连接", 16);
	CHECK_STR(charset_name(c), "GB18030");
}

/* Words of GBK that are well-formed UTF-8: taken for that unless the file is known. */
static void
two_bytes_of_both(void)
{
	struct charset_guess g = CHARSET_GUESS_INIT;
	char s[64];
	size_t n = encode("GBK", "cd 目录", s, sizeof s);

	CHECK_STR(charset_name(charset_guess_line(&g, pool, s, n)), "UTF-8");
	guesses(&g, "GBK", "无法打开");
	guesses(&g, "GBK", "cd 目录");
	guesses(&g, "GBK", "谢谢");
	guesses(&g, "GBK", "猫");
	guesses(&g, "UTF-8", "café");
	guesses(&g, "UTF-8", "Größe");
	guesses(&g, "UTF-8", "文件");	/* now it is known to have UTF-8, too */
	CHECK_STR(charset_name(charset_guess_line(&g, pool, s, n)), "UTF-8");
}

/* A guess that is put into text after every line goes on as if it had not been. */
static void
taken_up(void)
{
	struct charset_guess a = CHARSET_GUESS_INIT, b = CHARSET_GUESS_INIT;
	struct buf text = BUF_INIT, same = BUF_INIT;
	char s[512];
	size_t n;

	for (size_t i = 0; i < 3 * (sizeof traditional / sizeof *traditional); i++) {
		n = encode("BIG5", traditional[i % (sizeof traditional / sizeof *traditional)],
		    s, sizeof s);
		charset_guess_line(&a, pool, s, n);
		buf_cut(&text, 0);
		charset_guess_put(&a, &text);
		CHECK(text.n < CHARSET_GUESS_TEXT);
		CHECK(charset_guess_take(&b, text.p, text.n));
		buf_cut(&same, 0);
		charset_guess_put(&b, &same);
		CHECK_STR(buf_text(&same), buf_text(&text));
		CHECK(memcmp(a.bits, b.bits, sizeof a.bits) == 0 || a.fixed);
		CHECK(a.seen == b.seen || a.fixed);
		CHECK_INT(b.fixed, a.fixed);
	}
	CHECK_STR(buf_text(&text), "BIG5");
	CHECK(a.fixed);
	buf_clear(&text);
	buf_clear(&same);
}

static void
refuses_texts(void)
{
	static const char *const bad[] = {
		"", "+", "gb18030", "KOI8-R", "GB18030:", "GB18030:1:2,3", "UTF-8:1:1,1,1,1,1,1",
		"GB18030:9999:1,1,1,1,1,1", "GB18030:1:1,1,1,1,1,-1", "GB18030:1:1,1,1,1,1,1,1",
		"GB18030::1,1,1,1,1,1", "GB18030+:1:1,1,1,1,1,x",
	};
	struct charset_guess g;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (!CHECK(!charset_guess_take(&g, bad[i], strlen(bad[i]))))
			printf("# '%s' was taken\n", bad[i]);
		CHECK(g.leader == -1 && !g.fixed && !g.utf8 && g.seen == 0);
	}
	CHECK(charset_guess_take(&g, "UTF-8+", 6) && g.utf8 && g.leader < 0 && !g.fixed);
	CHECK(charset_guess_take(&g, "BIG5+", 5) && g.utf8 && g.fixed);
}

/* Where no candidate is ahead of the others the guess is fixed, too, after a bound. */
static void
comes_to_an_end(void)
{
	struct charset_guess g = CHARSET_GUESS_INIT;
	char s[990];
	int lines = 0;

	for (; !g.fixed && lines < 10000; lines++) {
		for (size_t i = 0; i < sizeof s; i++)
			s[i] = i % 2 ? ' ' : i / 2 % 15 < 11 ? '\x81' : '\xff';
		charset_guess_line(&g, pool, s, sizeof s);
	}
	CHECK(g.fixed && lines <= 9);
}

int
main(void)
{
	pool = charset_pool_new();
	RUN(chinese_of_the_mainland);
	RUN(chinese_of_taiwan);
	RUN(japanese_of_windows);
	RUN(japanese_of_unix);
	RUN(korean_of_both);
	RUN(western_languages);
	RUN(utf8_of_all);
	RUN(mixed_files);
	RUN(two_bytes_of_both);
	RUN(taken_up);
	RUN(refuses_texts);
	RUN(comes_to_an_end);
	charset_pool_free(pool);
	return check_end();
}
