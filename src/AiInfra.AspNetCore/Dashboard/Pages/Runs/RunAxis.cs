using System.Globalization;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>A parameter or metric of runs as an axis: numbers by their size, texts side by side in their order.</summary>
internal sealed class RunAxis
{
    private const int LongestText = 14;
    private readonly Func<Run, double?> _place;
    private readonly double _low;
    private readonly double _high;

    private RunAxis(string name, string low, string high, Func<Run, double?> place, IReadOnlyList<Run> runs)
    {
        (Name, Low, High, _place) = (name, low, high, place);
        double[] places = [.. runs.Select(place).OfType<double>()];
        (_low, _high) = places.Length == 0 ? (0, 0) : (places.Min(), places.Max());
    }

    public string Name { get; }

    /// <summary>What stands at its lower end.</summary>
    public string Low { get; }

    /// <summary>What stands at its upper end.</summary>
    public string High { get; }

    /// <summary>Whether runs differ on it.</summary>
    public bool IsOpen => _high > _low;

    public double? Share(Run run) => _place(run) is { } place ? IsOpen ? (place - _low) / (_high - _low) : 0.5 : null;

    /// <param name="name">The metric.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="isLogarithmic">Whether the axis is logarithmic; where a value is not above zero it is not.</param>
    public static RunAxis OfMetric(string name, IReadOnlyList<Run> runs, bool isLogarithmic) =>
        OfNumbers(name, runs, isLogarithmic, r => r.Metrics.TryGetValue(name, out double v) && double.IsFinite(v) ? v : null);

    public static RunAxis OfParameter(string name, IReadOnlyList<Run> runs, bool isLogarithmic)
    {
        string[] texts = [.. runs.Select(r => r.Parameters.GetValueOrDefault(name)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return texts.All(t => Number(t) is not null)
            ? OfNumbers(name, runs, isLogarithmic, r => Number(r.Parameters.GetValueOrDefault(name)))
            : new RunAxis(name, Short(texts[0]), Short(texts[^1]), r => r.Parameters.TryGetValue(name, out string? text) ? Array.IndexOf(texts, text) : null, runs);
    }

    private static RunAxis OfNumbers(string name, IReadOnlyList<Run> runs, bool isLogarithmic, Func<Run, double?> value)
    {
        double[] values = [.. runs.Select(value).OfType<double>()];
        bool log = isLogarithmic && values.Length > 0 && values.Min() > 0;
        (string low, string high) = values.Length == 0 ? ("", "") : (StudyPlane.Number(values.Min()), StudyPlane.Number(values.Max()));
        return new RunAxis(name, low, high, log ? r => value(r) is { } v ? Math.Log(v) : null : value, runs);
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static string Short(string text) => text.Length > LongestText ? text[..(LongestText - 1)] + "…" : text;
}
