using System.Globalization;

namespace AiInfra.Core.Studies;

/// <summary>The values that a parameter of a study may take. A value is kept as a number: of a float or whole number itself, of a choice its place in <see cref="Choices"/>.</summary>
public sealed record ParameterRange
{
    private ParameterRange()
    {
    }

    /// <summary>What values it takes.</summary>
    public ParameterKind Kind { get; private init; }

    /// <summary>The least value; of a choice 0.</summary>
    public double Low { get; private init; }

    /// <summary>The greatest value; where a step does not meet the bound asked for, the last value that it meets. Of a choice the last place.</summary>
    public double High { get; private init; }

    /// <summary>Whether equal ratios, not equal differences, are alike.</summary>
    public bool Log { get; private init; }

    /// <summary>Distance of two neighbours; 0 where all numbers are allowed.</summary>
    public double Step { get; private init; }

    /// <summary>The choices as text, in order.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>How many values there are; infinity for a float without a step.</summary>
    public double Count => Step > 0 ? Math.Round((High - Low) / Step) + 1 : Low == High ? 1 : double.PositiveInfinity;

    /// <summary>Numbers of a range.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="log">Whether equal ratios are alike, as with learning rates; <paramref name="low"/> is then above 0.</param>
    /// <param name="step">Only every so many from <paramref name="low"/> on; 0 for all.</param>
    /// <exception cref="ArgumentException">The bounds are no numbers or in the wrong order, the step is negative or stands beside <paramref name="log"/>, or a logarithmic range begins at 0 or below.</exception>
    public static ParameterRange Float(double low, double high, bool log = false, double step = 0)
    {
        Require(double.IsFinite(low) && double.IsFinite(high) && double.IsFinite(high - low) && low <= high, $"A range goes from a number up to another; it is {low} to {high}.");
        Require(double.IsFinite(step) && step >= 0, $"A step is at least 0; it is {step}.");
        Require(!log || low > 0, $"A logarithmic range begins above 0; it begins at {low}.");
        Require(!log || step == 0, $"A logarithmic range has no step; it has {step}. Leave one of the two out.");
        return new ParameterRange { Kind = ParameterKind.Float, Low = low, High = step > 0 ? LastOf(low, high, step) : high, Log = log, Step = step };
    }

    /// <summary>Whole numbers of a range.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="log">Whether equal ratios are alike, as with widths; <paramref name="low"/> is then at least 1.</param>
    /// <param name="step">Only every so many from <paramref name="low"/> on.</param>
    /// <exception cref="ArgumentException">The bounds are in the wrong order or beyond 2^53, the step is below 1 or, beside <paramref name="log"/>, not 1, or a logarithmic range begins below 1.</exception>
    public static ParameterRange Int(long low, long high, bool log = false, long step = 1)
    {
        const long Most = 1L << 53;
        Require(low <= high && Math.Abs((double)low) <= Most && Math.Abs((double)high) <= Most, $"A range of whole numbers goes from one up to another, both within 2^53; it is {low} to {high}.");
        Require(step >= 1, $"A step of whole numbers is at least 1; it is {step}.");
        Require(!log || low >= 1, $"A logarithmic range of whole numbers begins at 1 or above; it begins at {low}.");
        Require(!log || step == 1, $"A logarithmic range has no step but 1; it has {step}. Leave one of the two out.");
        return new ParameterRange { Kind = ParameterKind.Int, Low = low, High = LastOf(low, high, step), Log = log, Step = step };
    }

    /// <summary>One of a list.</summary>
    /// <param name="choices">The choices as text, each once.</param>
    /// <exception cref="ArgumentException">There is none, or one stands there twice.</exception>
    public static ParameterRange Choice(params IReadOnlyList<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        Require(choices.Count > 0, "A choice is among at least one value; there is none.");
        string? twice = choices.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        Require(twice is null, $"The choices differ; '{twice}' stands there twice.");
        return new ParameterRange { Kind = ParameterKind.Choice, High = choices.Count - 1, Step = 1, Choices = [.. choices] };
    }

    /// <summary>Whether a value is one of the range's.</summary>
    public bool Contains(double value) =>
        value >= Low && value <= High && (Step == 0 || Math.Abs(((value - Low) / Step) - Math.Round((value - Low) / Step)) < 1e-8);

    /// <summary>The value at a share of the range: 0 begins it, 1 ends it, equal parts between are equally likely values. Of a logarithmic range the shares are of the logarithm.</summary>
    /// <param name="share">In [0, 1]; beyond, the nearest end.</param>
    public double At(double share)
    {
        share = Math.Clamp(share, 0, 1);
        if (Step == 0)
        {
            double value = Log ? Math.Exp(Math.Log(Low) + (share * (Math.Log(High) - Math.Log(Low)))) : Low + (share * (High - Low));
            return Math.Clamp(value, Low, High);
        }

        if (Log)
        {
            double low = Math.Log(Low - 0.5), high = Math.Log(High + 0.5);
            return Math.Clamp(Math.Round(Math.Exp(low + (share * (high - low)))), Low, High);
        }

        double last = Count - 1;
        return Math.Min(High, Low + (Step * Math.Clamp(Math.Floor(share * (last + 1)), 0, last)));
    }

    /// <summary>The share of the range at which a value stands, the inverse of <see cref="At"/>: of one of several values the middle of its part.</summary>
    public double ShareOf(double value)
    {
        if (Low == High)
        {
            return 0.5;
        }

        if (Log)
        {
            double widen = Step > 0 ? 0.5 : 0;
            double low = Math.Log(Low - widen), high = Math.Log(High + widen);
            return Math.Clamp((Math.Log(value) - low) / (high - low), 0, 1);
        }

        return Math.Clamp(Step > 0 ? ((value - Low) / Step + 0.5) / Count : (value - Low) / (High - Low), 0, 1);
    }

    /// <summary>A value as people read it, and <see cref="TryParse"/> reads it back.</summary>
    public string TextOf(double value) => Kind == ParameterKind.Choice ? Choices[(int)value] : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads a value; false where the text is none of the range's.</summary>
    public bool TryParse(string text, out double value)
    {
        if (Kind == ParameterKind.Choice)
        {
            value = -1;
            for (int i = 0; i < Choices.Count && value < 0; i++)
            {
                value = Choices[i] == text ? i : -1;
            }

            return value >= 0;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Contains(value);
    }

    /// <inheritdoc />
    public bool Equals(ParameterRange? other) =>
        other is not null && Kind == other.Kind && Low == other.Low && High == other.High && Log == other.Log && Step == other.Step && Choices.SequenceEqual(other.Choices);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Low, High, Log, Step, Choices.Count);

    /// <summary>The range in words, for example "1E-05 to 0.1, logarithmic".</summary>
    public override string ToString() => Kind == ParameterKind.Choice
        ? $"one of {string.Join(", ", Choices.Select(c => $"'{c}'"))}"
        : $"{(Kind == ParameterKind.Int ? "whole numbers " : "")}{TextOf(Low)} to {TextOf(High)}{(Log ? ", logarithmic" : "")}{(Step > 0 && (Kind == ParameterKind.Float || Step > 1) ? $", every {TextOf(Step)}" : "")}";

    private static double LastOf(double low, double high, double step) => low + (step * Math.Floor(((high - low) / step) + 1e-8));

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new ArgumentException(fault);
        }
    }
}
