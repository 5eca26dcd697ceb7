using System.Globalization;
using AiInfra.Metrics.Agreement;
using AiInfra.Metrics.Text;

namespace AiInfra.Conformance;

/// <summary>Agreement of raters, fairness between groups, and pass@k.</summary>
internal sealed class PeopleCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["fleissKappa"] = c => c.Word("method") is "randolph" or "uniform" ? Pabak.Of(TableOf(c, false)).Value : FleissKappa.Of(TableOf(c, false)).Value,
        ["krippendorffAlphaNominal"] = c => AlphaOf(c, MeasurementLevel.Nominal),
        ["krippendorffAlphaOrdinal"] = c => AlphaOf(c, MeasurementLevel.Ordinal),
        ["krippendorffAlphaInterval"] = c => AlphaOf(c, MeasurementLevel.Interval),
        ["krippendorffAlphaRatio"] = c => AlphaOf(c, MeasurementLevel.Ratio),
        ["krippendorffAlpha"] = c => AlphaOf(c, MeasurementLevel.Nominal),
        ["rawAgreement"] = c => RawAgreement.Of(TableOf(c, false)).Value,
        ["pabak"] = c => Pabak.Of(TableOf(c, false)).Value,
        ["gwetAc1"] = c => GwetAc1.Of(TableOf(c, false)).Value,
        ["passAtK"] = c => PassAtK.Of((int)c.Number("samples"), (int)c.Number("correct"), (int)(c.Param("k") ?? 1)),
    };

    // The level of the parameters, where it is given, counts more than that of the name. Of one label alone alpha is 0/0; NLTK calls that 1.
    private static double AlphaOf(ReferenceCase c, MeasurementLevel named)
    {
        MeasurementLevel level = c.Text("level") is { } text ? Enum.Parse<MeasurementLevel>(text, ignoreCase: true) : named;
        RatingTable ratings = TableOf(c, level != MeasurementLevel.Nominal);
        return ratings.Categories == 1 ? 1 : KrippendorffAlpha.Of(ratings, level).Value;
    }

    // Annotations of (rater, item, label), ratings [item][rater] with null where one is missing, or a table [item][category] of how many raters chose it.
    private static RatingTable TableOf(ReferenceCase c, bool numbers)
    {
        if (c.Inputs.TryGetProperty("table", out _))
        {
            return RatingTable.OfLabels([.. c.Matrix("table").Select(item => item.SelectMany((raters, category) => Enumerable.Repeat($"{category}", (int)raters)).ToArray())], [.. c.Matrix("table")[0].Select((_, category) => $"{category}")]);
        }

        if (c.Inputs.TryGetProperty("annotations", out _))
        {
            (string, string, string)[] annotations = [.. c.TextMatrix("annotations").Where(a => a[2] is not null and not "NaN").Select(a => (a[0]!, a[1]!, a[2]!))];
            return numbers
                ? RatingTable.OfNumberAnnotations(annotations.Select(a => (a.Item1, a.Item2, Number(a.Item3))))
                : RatingTable.OfAnnotations(annotations);
        }

        string?[][] rows = [.. c.TextMatrix("ratings").Select(r => r.Select(v => v == "NaN" ? null : v).ToArray())];
        return numbers
            ? RatingTable.OfNumbers([.. rows.SelectMany(r => r.Select(v => v is null ? double.NaN : Number(v)))], rows[0].Length)
            : RatingTable.OfLabels(rows);
    }

    private static double Number(string text) => bool.TryParse(text, out bool flag) ? (flag ? 1 : 0) : double.Parse(text, CultureInfo.InvariantCulture);
}
