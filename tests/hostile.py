"""200 texts as an attacker, a careless paste or bad luck would have them; where one runs, it calls boese()."""

from __future__ import annotations

CALL = "window.boese=1"
MARKUP = (
    f"<script>{CALL}</script>",
    f"<ScRiPt>{CALL}</sCrIpT>",
    f"<script/x>{CALL}</script>",
    f"<scr<script>ipt>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f'<img src="x" onerror="{CALL}">',
    f"<img/src=x/onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<math><mtext><style><img src=x onerror={CALL}></style></mtext></math>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<iframe src=javascript:{CALL}></iframe>",
    f"<object data=javascript:{CALL}></object>",
    f"<embed src=javascript:{CALL}>",
    f"<body onload={CALL}>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<input autofocus onfocus={CALL}>",
    f"<select autofocus onfocus={CALL}></select>",
    f"<video><source onerror={CALL}></video>",
    f"<a href=javascript:{CALL}>x</a>",
    f"<form action=javascript:{CALL}><button>x</button></form>",
    "<base href=https://boese.example/>",
    "<link rel=stylesheet href=https://boese.example/x.css>",
    "<meta http-equiv=refresh content=0;url=https://boese.example/>",
    "<style>*{display:none}</style>",
    f"<template><script>{CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<!--><img src=x onerror={CALL}>-->",
    f"<![CDATA[<img src=x onerror={CALL}>]]>",
    f"<?php {CALL} ?>",
    "</form></main></body></html>",
    "</textarea></title></style></script>",
    "<plaintext>",
    "<xmp>",
    "<p style='position:fixed;inset:0'>x</p>",
)
BROKEN_OUT = tuple(
    f"{start}<img src=x onerror={CALL}>" for start in ('"', "'", '">', "'>", "-->", "`", "]]>", "\\", "</p>", ";")
)
HANDLERS = tuple(
    f'{quote} {name}={quote}{CALL}{quote} x={quote}'
    for name in ("onclick", "onmouseover", "onfocus", "onanimationstart", "onpointerenter", "oninput")
    for quote in ('"', "'")
)  # fmt: skip
ENCODED = (
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"&amp;lt;script&amp;gt;{CALL}",
    f"&#60;img src=x onerror={CALL}&#62;",
    f"&#x3c;img src=x onerror={CALL}&#x3e;",
    f"&#x3c&#x69mg src=x onerror={CALL}&#x3e",
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"%253Cscript%253E{CALL}",
    f"\\u003cscript\\u003e{CALL}",
    f"\\x3cscript\\x3e{CALL}",
    f"＜script＞{CALL}＜/script＞",
    f"+ADw-script+AD4-{CALL}",
    "&nbsp;&shy;&zwj;&lrm;&unknown;&#0;&#x110000;&#xD800;",
    "&",
    "&lt",
    "&amp;amp;amp;",
)
ADDRESSES = tuple(
    text.format(f"{scheme}:{CALL}")
    for scheme in ("javascript", "JaVaScRiPt", "java\tscript", " javascript", "data:text/html,<script>x</script>;", "vbscript", "&#106;avascript", "&#x6A;avascript")
    for text in ("[x]({})", "![x]({})", "<{}>")
)  # fmt: skip
MARKDOWN = (
    f'[x](# "{CALL}){{ onclick="{CALL}" }}',
    f'x{{ onclick="{CALL}" }}',
    f'*x*{{ onmouseover="{CALL}" style="position:fixed" }}',
    f"**x**{{: onclick={CALL} id=inhalt }}",
    f'`x`{{ onfocus="{CALL}" tabindex="0" autofocus="" }}',
    f'[x](https://example.org){{ onclick="{CALL}" target="_blank" }}',
    f'![x](https://boese.example/x.png){{ onload="{CALL}" }}',
    f'![x](x){{ onerror="{CALL}" }}',
    "![x](//boese.example/x.png)",
    "![][x]",
    "[x]: javascript:1",
    "{ #inhalt }",
    "- [x] richtig",
    "> Rückmeldung",
    "# Überschrift",
    "!!! danger",
    "??? note",
    "```js",
    "~~~",
    "---",
    "| a | b |",
    "1. eins",
    "<quiz>",
    "</quiz>",
    "<!-- /frage -->",
    "<!-- frage:eins -->",
    "<!-- pruefung -->",
    "<!-- quiz: aushang -->",
    "<!-- offline-groesse -->",
    "[Carlzon1987]",
    "[[a|b]]",
    "[[",
    "]]",
    "\u27e60\u27e7",
    "{{ config.site_name }}",
    "{% raw %}",
    "{{ 7*7 }}",
    "${7*7}",
    "#{7*7}",
    "*" * 3000,
    "_" * 3000,
    "[" * 3000,
    "`" * 3000,
    "\\" * 3000,
    "<" * 3000,
    "&" * 3000,
    "[x](" * 700,
    "**a*b" * 600,
)
UNICODE = (
    "\u202ernik neseG\u202c",
    "\u2066\u2067\u2068x\u2069",
    "\u200b\u200c\u200d\u2060\ufeff",
    "a\u200bb\u00adc",
    "\u200f\u200e\u061c",
    "\ufff9a\ufffab\ufffb",
    "e" + "\u0301" * 500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U000e0041\U000e0042",
    "ﷺ" * 200,
    "𒐫" * 200,
    "İıßẞﬁ",
    "\u2028x\u2029",
    "\x85x",
    "a\x00b",
    "\x01\x02\x03",
    "\x1b[31mrot\x1b[0m",
    "\x7f\x80\x9f",
    "\ufffe\uffff",
    "\t\t\t",
    "\r\n\r\n",
    "\x0b\x0c",
)
WORDS = (
    "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "null", "undefined", "NaN", "true", "0", "-0",
    "1e309", "9" * 400, "١٢٣", "Infinity", "[object Object]", "[]", "{}", '{"__proto__":{"boese":1}}', '"', "'", "\\", "/",
    "../../../etc/passwd", "C:\\Windows", "file:///etc/passwd", "//boese.example", "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "' OR 1=1 --",
    "; rm -rf /", "$(id)", "`id`", "%s%n%x", "%00", "\\0", "\u0000",
)  # fmt: skip
LONG = (
    "a" * 1_000_000,
    "<" * 1_000_000,
    "ä " * 500_000,
    "\u202e" * 300_000,
    f"<img src=x onerror={CALL}>" * 25_000,
    "[" * 1_000_000,
)
TEXTS = tuple(
    dict.fromkeys((*MARKUP, *BROKEN_OUT, *HANDLERS, *ENCODED, *ADDRESSES, *MARKDOWN, *UNICODE, *WORDS, *LONG))
)
