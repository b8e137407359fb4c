/* reportfmt_style - the style of the HTML page: on a screen, in the dark, and on A4. */
#include "out.h"
#include "reportfmt.h"

static const char *const style[] = {
	"<style>",
	":root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;"
	"--rule:#2f4a6d;",
	"--page:#fff;--back:#f2f4f7;--tint:#f6f8fa;--bad:#b3261e;--badtint:#fdf1f0;"
	"--warn:#8a5a00;",
	"--good:#2d6a4f;--p0:#b3261e;--p1:#d99a2b;--p2:#a9bfda;--p3:#e0e5eb}",
	"@media(prefers-color-scheme:dark){:root{--ink:#e3e7ec;--soft:#9aa5b3;"
	"--line:#343c47;",
	"--rule:#86a8d4;--page:#181c22;--back:#101318;--tint:#1f252d;--bad:#ff8a80;"
	"--badtint:#2f1d1d;",
	"--warn:#e6b450;--good:#7cc6a0;--p0:#e5645b;--p1:#c98f2d;--p2:#5d7ea6;"
	"--p3:#3f4a58}}",
	"*{box-sizing:border-box}",
	"body{margin:0;background:var(--back);color:var(--ink);"
	"font:15px/1.6 \"Noto Sans CJK SC\",",
	"\"Noto Sans SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",",
	"\"WenQuanYi Micro Hei\",\"Segoe UI\",system-ui,sans-serif;"
	"overflow-wrap:anywhere}",
	"main{max-width:64rem;margin:2rem auto;padding:3rem 3.5rem;"
	"background:var(--page);",
	"border:1px solid var(--line);border-radius:4px}",
	"header{border-bottom:2px solid var(--rule);padding-bottom:1.1rem;"
	"margin-bottom:2rem}",
	"header p{margin:0;color:var(--soft)}",
	".org{letter-spacing:.06em}",
	"h1{font-size:1.9rem;line-height:1.3;font-weight:600;margin:.1rem 0 .35rem}",
	".period{font-variant-numeric:tabular-nums}",
	"section{margin:0 0 2.2rem}",
	"h2{font-size:1.12rem;line-height:1.4;font-weight:600;color:var(--rule);"
	"margin:0 0 .7rem}",
	"p{margin:.5rem 0}",
	".facts{display:grid;"
	"grid-template-columns:repeat(auto-fill,minmax(10.4rem,1fr));",
	"margin:0 1px 1rem 0}",
	".fact{border:1px solid var(--line);margin:0 -1px -1px 0;padding:.7rem .9rem;",
	"display:flex;flex-direction:column}",
	".fact dt{font-size:.82rem;line-height:1.4;color:var(--soft)}",
	".fact dd{margin:auto 0 0;padding-top:.15rem;font-size:1.5rem;line-height:1.3;"
	"font-weight:600;",
	"font-variant-numeric:tabular-nums}",
	".fact.bad{background:var(--badtint)}.fact.bad dd{color:var(--bad)}"
	".fact.warn dd{color:var(--warn)}",
	".fact.quiet dd{color:var(--soft);font-weight:400}",
	".scroll{overflow-x:auto;margin:.3rem 0 .6rem}",
	"table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.5}",
	"th,td{padding:.38rem .6rem;text-align:left;vertical-align:top;"
	"border-bottom:1px solid var(--line);",
	"font-weight:400}",
	"thead th{border-bottom:1.5px solid var(--rule);color:var(--soft);"
	"font-size:.82rem;",
	"vertical-align:bottom;word-break:keep-all;overflow-wrap:normal}",
	"tfoot th,tfoot td{border-top:1.5px solid var(--rule);border-bottom:0;"
	"font-weight:600}",
	"td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}",
	"th.c,td.c{font-family:\"Noto Sans Mono CJK "
	"SC\",Consolas,\"DejaVu Sans Mono\",monospace;",
	"font-size:.8rem;line-height:1.6}",
	"th.n{text-align:right}td.w,th.w{min-width:10rem}td.w{min-width:14rem}",
	"td.s,th.s{white-space:nowrap}th.l,td.l{min-width:9rem}table.narrow{width:auto;"
	"min-width:22rem}",
	".bad{color:var(--bad)}td.bad{font-weight:600}td.warn{color:var(--warn);"
	"font-weight:600}",
	"td.good{color:var(--good)}td.quiet,p.quiet{color:var(--soft)}",
	".note{font-size:.86rem;color:var(--soft);border-left:3px solid var(--line);"
	"padding-left:.7rem}",
	".note.bad,.note.warn{color:var(--ink);border-color:var(--bad)}"
	".note.warn{border-color:var(--warn)}",
	"figure{margin:.4rem 0 0}",
	".legend{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;font-size:.82rem;"
	"color:var(--soft);",
	"margin:0 0 .4rem;padding:0;list-style:none}",
	".legend svg{width:.8rem;height:.8rem;margin-right:.4rem;vertical-align:-.08rem}",
	".chart{display:block;width:100%;height:auto}",
	".chart text{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}",
	".chart .grid{stroke:var(--line);stroke-width:1}.chart .base{stroke:var(--soft);"
	"stroke-width:1}",
	".p0{fill:var(--p0)}.p1{fill:var(--p1)}.p2{fill:var(--p2)}.p3{fill:var(--p3)}",
	"details{font-size:.86rem;margin:.5rem 0}summary{color:var(--soft);"
	"cursor:pointer}",
	".sign{display:flex;flex-wrap:wrap;gap:1.5rem 3rem;margin-top:1.6rem}",
	".sign p{flex:1 1 12rem;margin:0;padding-bottom:2.4rem;"
	"border-bottom:1px solid var(--ink)}",
	"footer{font-size:.8rem;color:var(--soft);border-top:1px solid var(--line);"
	"padding-top:.8rem}",
	"@media(max-width:48rem){main{margin:0;padding:1.4rem 1.1rem;border:0}"
	"h1{font-size:1.5rem}}",
	"@page{size:A4;margin:16mm 14mm 18mm;@bottom-right{content:counter(page) "
	"\" / \" counter(pages);",
	"font:9pt sans-serif;color:#5b6675}}",
	"@media print{:root{color-scheme:light;--ink:#1c2430;--soft:#4b5563;"
	"--line:#cfd5dd;--rule:#2f4a6d;",
	"--page:#fff;--back:#fff;--tint:#f6f8fa;--bad:#b3261e;--badtint:#fff;"
	"--warn:#8a5a00;--good:#2d6a4f;",
	"--p0:#b3261e;--p1:#d99a2b;--p2:#a9bfda;--p3:#e0e5eb}",
	"body{font-size:9.5pt}main{max-width:none;margin:0;padding:0;border:0}"
	"section{margin-bottom:6mm}",
	"h1{font-size:18pt}h2{font-size:11.5pt;break-after:avoid}"
	"thead{display:table-header-group}",
	"tfoot{display:table-row-group}tr,.fact,figure,.sign,.note{break-inside:avoid}",
	".facts{grid-template-columns:repeat(5,1fr)}.fact{padding:2mm 3mm}",
	"th,td{padding:1.2mm 1.8mm}.scroll{overflow:visible}details{display:none}",
	".p0,.p1,.p2,.p3{print-color-adjust:exact;-webkit-print-color-adjust:exact}}",
	"</style>",
};

void
html_style(struct out *o)
{
	for (size_t i = 0; i < sizeof style / sizeof *style; i++) {
		out_str(o, style[i]);
		face_line(o);
	}
}
