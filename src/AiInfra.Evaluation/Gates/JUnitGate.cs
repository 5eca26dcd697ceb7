using System.Globalization;
using System.Text;
using System.Xml;

namespace AiInfra.Evaluation.Gates;

/// <summary>Writes conditions of a gate as JUnit XML, one test case a condition. A condition without enough evidence is a failure of its own type: a build must not go green for want of rows.</summary>
internal static class JUnitGate
{
    public static string Write(GateDecision decision, string suite) => Write(decision.Conditions, suite, []);

    /// <summary>Conditions as test cases, with properties of their suite.</summary>
    public static string Write(IReadOnlyList<ConditionResult> conditions, string suite, IReadOnlyList<(string Name, string Value)> properties)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Clean(suite));
            xml.WriteAttributeString("tests", Number(conditions.Count));
            xml.WriteAttributeString("failures", Number(conditions.Count(c => c.Verdict != Verdict.Pass)));
            xml.WriteAttributeString("errors", "0");
            xml.WriteAttributeString("skipped", "0");
            xml.WriteAttributeString("time", "0");
            Properties(xml, properties);
            foreach (ConditionResult condition in conditions)
            {
                Case(xml, condition, suite);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    private static void Properties(XmlWriter xml, IReadOnlyList<(string Name, string Value)> properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("properties");
        foreach ((string name, string value) in properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", Clean(name));
            xml.WriteAttributeString("value", Clean(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
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
        $"observed {c.Observed:R}, required {c.Required:R}, {c.Unit}s {c.Rows}{(c.RowsNeeded is { } n ? $", about {n} more needed" : "")}");

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
