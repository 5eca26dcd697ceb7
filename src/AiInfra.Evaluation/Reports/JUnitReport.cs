using System.Globalization;
using System.Text;
using System.Xml;
using AiInfra.Evaluation.Gates;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a gate's decision as JUnit XML, one test case a condition. A condition without enough evidence is a failure of its own type: a build must not go green for want of rows.</summary>
internal static class JUnitReport
{
    public static string Write(GateDecision decision, string suite)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Clean(suite));
            xml.WriteAttributeString("tests", Number(decision.Conditions.Count));
            xml.WriteAttributeString("failures", Number(decision.Conditions.Count(c => c.Verdict != Verdict.Pass)));
            xml.WriteAttributeString("errors", "0");
            xml.WriteAttributeString("skipped", "0");
            xml.WriteAttributeString("time", "0");
            foreach (ConditionResult condition in decision.Conditions)
            {
                Case(xml, condition, suite);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    private static void Case(XmlWriter xml, ConditionResult condition, string suite)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(suite));
        xml.WriteAttributeString("name", Clean(condition.Condition));
        xml.WriteAttributeString("time", "0");
        if (condition.Verdict == Verdict.Pass)
        {
            xml.WriteElementString("system-out", Clean(condition.Why));
        }
        else
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", condition.Verdict.ToString());
            xml.WriteAttributeString("message", Clean(condition.Why));
            xml.WriteString(Clean(Details(condition)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Details(ConditionResult c) => string.Create(
        CultureInfo.InvariantCulture,
        $"observed {c.Observed:R}, required {c.Required:R}, rows {c.Rows}{(c.RowsNeeded is { } n ? $", about {n} more needed" : "")}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // Names of slices come from data: what XML cannot hold becomes a question mark.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '?');
            }
        }

        return clean.ToString();
    }
}
