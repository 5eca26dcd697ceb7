namespace AiInfra.Markup;

/// <summary>How a report's page looks, by day and by night.</summary>
internal static class HtmlPage
{
    private const string Sheet = """
        :root { --ink:#1d2733; --dim:#5c6b7a; --line:#dfe5ec; --ground:#f6f8fa; --card:#fff; --main:#2364aa; --soft:#8fb4dc; --before:#c2691c; --pass:#1e8449; --fail:#c0392b; --open:#b9770e; color-scheme:light dark; }
        @media (prefers-color-scheme:dark) { :root { --ink:#e6ebf0; --dim:#9aa8b6; --line:#303a45; --ground:#12171c; --card:#1a2129; --main:#6aa9e9; --soft:#3d5f85; --before:#f0a35e; --pass:#58d68d; --fail:#ec7063; --open:#f5b041; } }
        * { box-sizing:border-box; }
        body { margin:0; background:var(--ground); color:var(--ink); font:15px/1.45 system-ui,-apple-system,'Segoe UI',sans-serif; }
        main { max-width:1240px; margin:0 auto; padding:28px 24px 48px; }
        h1 { font-size:26px; margin:0 0 2px; } h2 { font-size:17px; margin:30px 0 10px; } h1, h2, .subtitle, figcaption, .gate li, .notes, code { overflow-wrap:anywhere; }
        .subtitle { color:var(--dim); margin:0 0 20px; }
        .tiles { display:grid; grid-template-columns:repeat(auto-fill,minmax(160px,1fr)); gap:12px; margin:20px 0; }
        .tile, figure, .gate { background:var(--card); border:1px solid var(--line); border-radius:10px; }
        .tile { padding:12px 10px; display:flex; flex-direction:column; overflow-wrap:anywhere; }
        .tile span { color:var(--dim); font-size:13px; } .tile b { font-size:25px; font-variant-numeric:tabular-nums; } .tile small { color:var(--dim); font-variant-numeric:tabular-nums; } .tile i { color:var(--open); font-size:12px; }
        .charts { display:grid; grid-template-columns:repeat(auto-fill,minmax(330px,1fr)); gap:14px; align-items:stretch; }
        .scroll + .charts, .tiles + .charts { margin-top:14px; } .charts + .scroll { margin-top:10px; }
        figure { margin:0; padding:12px 14px; min-width:0; } figcaption { font-weight:600; margin-bottom:6px; } svg { width:100%; height:auto; display:block; max-width:560px; margin:0 auto; }
        .grid { stroke:var(--line); stroke-width:1; } .tick { fill:var(--dim); font-size:11px; } .title { fill:var(--dim); font-size:12px; }
        .curve { fill:none; stroke:var(--main); stroke-width:2.2; stroke-linejoin:round; } .chance { fill:none; stroke:var(--dim); stroke-width:1.2; stroke-dasharray:4 4; }
        .before { fill:none; stroke:var(--before); stroke-width:2.2; stroke-linejoin:round; stroke-dasharray:7 3; } .band { fill:var(--soft); fill-opacity:.35; } .band.key { stroke:var(--soft); stroke-width:9; stroke-opacity:.5; } .hint { color:var(--dim); font-size:12.5px; margin:8px 0 0; } th small { display:block; color:var(--dim); font-size:11.5px; font-weight:400; }
        .dot { fill:var(--main); fill-opacity:.75; } .speck { fill:var(--main); fill-opacity:.4; } .bar { fill:var(--soft); }
        .whisker { stroke:var(--main); stroke-width:2; } .name { fill:var(--ink); font-size:12.5px; } .full { grid-column:1 / -1; } figure.full { overflow-x:auto; } svg.forest { max-width:980px; min-width:560px; margin:0; } th.words { text-align:left; } td.words { white-space:normal; overflow-wrap:anywhere; text-align:left; min-width:180px; color:var(--dim); font-size:13px; } td.good { color:var(--pass); font-weight:600; } td.bad { color:var(--fail); font-weight:600; } td.open { color:var(--open); font-weight:600; } td.wrap { white-space:normal; min-width:130px; overflow-wrap:anywhere; } td.finding, th.finding { text-align:left; white-space:normal; min-width:104px; }
        @media (min-width:740px) { .wide { grid-column:span 2; } }
        .scroll { overflow-x:auto; }
        table { border-collapse:collapse; background:var(--card); border:1px solid var(--line); font-variant-numeric:tabular-nums; width:100%; }
        th, td { padding:7px 12px; border-bottom:1px solid var(--line); text-align:right; white-space:nowrap; } tr > :first-child { text-align:left; } tr:first-child th { color:var(--dim); font-weight:600; font-size:13px; }
        th[scope=row] { white-space:normal; min-width:110px; max-width:340px; overflow-wrap:break-word; unicode-bidi:plaintext; }
        figure table { border:0; } figure th, figure td { padding:7px 9px; } figure th[scope=row] { min-width:96px; } figure tr:first-child th { white-space:normal; vertical-align:bottom; } tr:first-child th[scope=row] { color:inherit; font-size:inherit; }
        @media (max-width:520px) { main { padding:18px 14px 32px; } h1 { font-size:22px; } .charts { grid-template-columns:minmax(0,1fr); } th, td { padding:7px 8px; } th[scope=row] { max-width:160px; } figure th, figure td { padding:6px; } }
        td small { display:block; color:var(--dim); font-size:11.5px; }
        .matrix { border:0; } .matrix td { background:color-mix(in srgb, var(--main) var(--share), transparent); text-align:center; border:2px solid var(--card); border-radius:6px; padding:14px 10px; } .matrix th { border:0; } .matrix tr:first-child th { text-align:center; white-space:normal; max-width:180px; } figure .matrix th[scope] { min-width:0; overflow-wrap:break-word; } .matrix td small { color:inherit; } .matrix td.strong { color:#fff; }
        @media (prefers-color-scheme:dark) { .matrix td.strong { color:#10161c; } }
        .gate { padding:2px 18px 12px; border-left:6px solid var(--open); } .gate.pass { border-left-color:var(--pass); } .gate.fail { border-left-color:var(--fail); } .gate h2 { margin-top:14px; }
        .gate ul { list-style:none; margin:0; padding:0; } .gate li { padding:7px 0 7px 22px; border-top:1px solid var(--line); position:relative; } .gate li b { display:block; } .gate li span { color:var(--dim); }
        .gate li::before { content:'?'; position:absolute; left:2px; font-weight:700; color:var(--open); } .gate li.pass::before { content:'\2713'; color:var(--pass); } .gate li.fail::before { content:'\2717'; color:var(--fail); }
        @media print { body { background:none; font-size:12px; } main { max-width:none; padding:0; } .matrix td, .gate, .tile { print-color-adjust:exact; -webkit-print-color-adjust:exact; } figure, .tile, .gate li, tr { break-inside:avoid; } h2 { break-after:avoid; } .charts { grid-template-columns:repeat(2,minmax(0,1fr)); } .scroll, figure.full { overflow:visible; } svg.forest { min-width:0; } th, td { padding:4px 6px; } }
        .signatures { margin-top:28px; color:var(--dim); font-size:12px; } code { background:var(--card); border:1px solid var(--line); border-radius:5px; padding:1px 6px; display:inline-block; margin:2px 0; }
        """;

    /// <summary>Opens a page of its own and says what it is about; <see cref="End"/> closes it.</summary>
    public static Html Begin(string title, string subtitle) => new Html()
        .Markup("<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>")
        .Add($"<title>{title}</title><style>").Markup(Sheet)
        .Add($"</style></head><body><main><h1>{title}</h1><p class='subtitle'>{subtitle}</p>");

    /// <summary>Closes a page.</summary>
    public static string End(Html html) => html.Markup("</main></body></html>").ToString();
}
