using System.Net;
using System.Text;

namespace AiInfra.Evaluation.Gates;

/// <summary>Writes a gate's decision as HTML: a section of a report, or a page of its own.</summary>
internal static class HtmlGate
{
    public static string Page(GateDecision decision)
    {
        var html = new StringBuilder();
        html.Append(HtmlPage.Begin(GateText.Title(decision), GateText.Subtitle(decision)));
        Section(html, decision, "Conditions");
        html.Append("<h2>The numbers</h2><div class='scroll'><table><tr><th>condition</th><th>found</th><th>asked for</th><th>rows</th><th>answer</th></tr>");
        foreach (ConditionResult c in decision.Conditions)
        {
            string interval = c.Comparison is null ? GateText.Interval(c.Interval) : "";
            string asked = c.Comparison is null ? "" : "<small>the other model</small>";
            string tone = c.Verdict switch { Verdict.Pass => "good", Verdict.Fail => "bad", _ => "open" };
            html.Append($"<tr><th scope='row'>{E(c.Condition)}</th><td>{GateText.Used(c.Observed)}<small>{interval}</small></td><td>{GateText.Used(c.Required)}{asked}</td><td>{(c.Rows > 0 ? c.Rows : "")}</td><td class='{tone}'>{GateText.Name(c.Verdict)}</td></tr>");
        }

        return html.Append("</table></div></main></body></html>").ToString();
    }

    /// <summary>The conditions in words.</summary>
    public static void Section(StringBuilder html, GateDecision gate, string? title = null)
    {
        html.Append($"<section class='gate {Css(gate.Verdict)}'><h2>{title ?? GateText.Title(gate)}</h2><ul>");
        foreach (ConditionResult condition in gate.Conditions)
        {
            html.Append($"<li class='{Css(condition.Verdict)}'><b>{E(condition.Condition)}</b><span>{E(condition.Why)}.{GateText.Needed(condition)}</span></li>");
        }

        html.Append("</ul></section>");
    }

    private static string Css(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", _ => "open" };

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
