
namespace AiInfra.Evaluation.Gates;

/// <summary>Writes a gate's decision as HTML: a section of a report, or a page of its own.</summary>
internal static class HtmlGate
{
    public static string Page(GateDecision decision)
    {
        Html html = HtmlPage.Begin(GateText.Title(decision), GateText.Subtitle(decision));
        Section(html, decision, "Conditions");
        html.Markup("<h2>The numbers</h2><div class='scroll'><table><tr><th>condition</th><th>found</th><th>asked for</th><th>rows</th><th>answer</th></tr>");
        foreach (ConditionResult c in decision.Conditions)
        {
            string interval = c.Comparison is null ? GateText.Interval(c.Interval) : "";
            Html? asked = c.Comparison is null ? null : new Html().Markup("<small>the other model</small>");
            string tone = c.Verdict switch { Verdict.Pass => "good", Verdict.Fail => "bad", _ => "open" };
            html.Add($"<tr><th scope='row'>{c.Condition}</th><td>{GateText.Used(c.Observed)}<small>{interval}</small></td><td>{GateText.Used(c.Required)}{asked}</td><td>{(c.Rows > 0 ? $"{c.Rows}" : "")}</td><td class='{tone}'>{GateText.Name(c.Verdict)}</td></tr>");
        }

        return HtmlPage.End(html.Markup("</table></div>"));
    }

    /// <summary>The conditions in words.</summary>
    public static void Section(Html html, GateDecision gate, string? title = null)
    {
        html.Add($"<section class='gate {Css(gate.Verdict)}'><h2>{title ?? GateText.Title(gate)}</h2><ul>");
        foreach (ConditionResult condition in gate.Conditions)
        {
            html.Add($"<li class='{Css(condition.Verdict)}'><b>{condition.Condition}</b><span>{condition.Why}.{GateText.Needed(condition)}</span></li>");
        }

        html.Markup("</ul></section>");
    }

    private static string Css(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", _ => "open" };
}
