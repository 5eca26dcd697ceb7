using System.Globalization;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Monitoring;

/// <summary>What an alarm says of a column that drifted.</summary>
internal static class DriftWords
{
    public static string Of(ColumnDrift c)
    {
        string what = c.MissingPValue < c.PValue
            ? string.Create(CultureInfo.InvariantCulture, $"missing {c.Missing:0.#%}, in training {c.ReferenceMissing:0.#%}")
            : string.Create(CultureInfo.InvariantCulture, $"{c.Test} {c.Statistic:0.###}, psi {c.Stability:0.###}");
        return $"{c.Column} ({what}, p {HtmlNumbers.PValue(c.AdjustedPValue)})";
    }
}
