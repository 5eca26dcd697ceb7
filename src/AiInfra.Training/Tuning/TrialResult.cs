using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>A trial of a study as it is now.</summary>
public sealed record TrialResult
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required TrialState State { get; init; }

    /// <summary>Values of the objectives; empty where there are none.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>By how much its constraints are violated in all; 0 where they hold.</summary>
    public double Violation { get; init; }

    /// <summary>Its parameters as text.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Values reported on its way, by step.</summary>
    public IReadOnlyList<TrialReport> Reports { get; init; } = [];

    /// <summary>The first objective's value; NaN where there is none.</summary>
    public double Value => Values.Count > 0 ? Values[0] : double.NaN;

    /// <summary>Value of a parameter that was asked for by <see cref="Trial.Float"/>.</summary>
    /// <exception cref="StudyException">The trial has no such parameter, or it is no number.</exception>
    public double Float(string name) => double.TryParse(Choice(name), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double value)
        ? value
        : throw new StudyException($"The parameter '{name}' of trial {Number} is '{Choice(name)}', which is no number.");

    /// <summary>Value of a parameter that was asked for by <see cref="Trial.Int"/>.</summary>
    /// <exception cref="StudyException">The trial has no such parameter, or it is no whole number.</exception>
    public int Int(string name) => Float(name) is var value && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new StudyException($"The parameter '{name}' of trial {Number} is {value}, which is no whole number.");

    /// <summary>Value of a parameter, as text, that was asked for by <see cref="Trial.Choice"/>, or any other.</summary>
    /// <exception cref="StudyException">The trial has no such parameter.</exception>
    public string Choice(string name) => Parameters.TryGetValue(name, out string? text)
        ? text
        : throw new StudyException($"Trial {Number} has no parameter '{name}'; it has {(Parameters.Count == 0 ? "none" : string.Join(", ", Parameters.Keys.Select(k => $"'{k}'")))}.");

    /// <summary>A trial with these values outside of the study, to run the objective once more.</summary>
    public Trial Again() => Trial.Of(Parameters.ToDictionary(p => p.Key, p => (object)p.Value, StringComparer.Ordinal));

    /// <inheritdoc />
    public override string ToString() => $"TrialResult {{ Number = {Number}, State = {State}, Values = {Shown.List(Values)}, Violation = {Violation}, Parameters = {Shown.List(Parameters)}, Reports = {Reports.Count} }}";
}
