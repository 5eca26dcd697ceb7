using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Decides how numbers, booleans and times are encoded.</summary>
internal static class NumberPlanner
{
    public static (ColumnPlan? Plan, string Encoding, string Reason) Plan(ColumnProfile profile, EncodingOptions options)
    {
        NumberSummary numbers = profile.Numbers;
        if (numbers.Count == 0)
        {
            return (null, "left out", numbers.Extremes > 0 ? "holds no number below 1e140" : "all values are missing");
        }

        bool indicator = (options.MissingIndicators || options.ForTrees) && profile.Missing > 0;
        bool constant = numbers.Smallest == numbers.Largest;
        if (constant && !indicator)
        {
            return (null, "left out", $"constant: always {Show(numbers.Smallest)}");
        }

        return profile.Column.Kind switch
        {
            ValueKind.Boolean when options.ForTrees => (Plain(profile.Column.Name, ValueKind.Boolean, 0, 1), "boolean", "0 or 1, NaN where it is missing"),
            ValueKind.Boolean => (Boolean(profile, indicator), "boolean", indicator ? "0 or 1; the share of 1 where it is missing" : "0 or 1"),
            ValueKind.Instant => Instant(profile, options, indicator),
            _ => Number(profile, options, indicator),
        };
    }

    private static NumberPlan Boolean(ColumnProfile profile, bool indicator) =>
        new(profile.Column.Name, ValueKind.Boolean, profile.Numbers.Mean, false, 0, 1, 0, 1, indicator, []);

    private static (ColumnPlan? Plan, string Encoding, string Reason) Number(ColumnProfile profile, EncodingOptions options, bool indicator)
    {
        NumberSummary numbers = profile.Numbers;
        if (profile.Role == ColumnRole.Auto && numbers.Climbs && profile.Missing == 0 && numbers.Count >= options.IdentifierMinRows)
        {
            return (null, "left out", "an identifier: whole numbers that only climb, like a row number; set its role to Number to keep it");
        }

        double[] sorted = numbers.Sorted();
        if (options.ForTrees)
        {
            return PlainNumber(profile.Column.Name, numbers, sorted);
        }

        (bool log, string why) = Tails(sorted, options);
        NumberPlan plan = Standardised(profile.Column.Name, ValueKind.Number, numbers, sorted, log, indicator, options);
        bool counts = numbers.NeverFalls && numbers.Count >= options.IdentifierMinRows;
        plan = counts ? WithinTheSeen(plan, numbers) : plan;
        string outliers = Outliers(sorted, log) is null ? "" : "; outliers beyond 30 interquartile ranges, clipped and not learned from";
        string extremes = numbers.Extremes > 0 ? $"; {numbers.Extremes} infinite or beyond 1e140, clipped and not learned from" : "";
        string codes = plan.Codes.Length > 0 ? $"; {plan.Codes.Length} whole values, one column each beside it" : "";
        codes += plan.Rank is null ? "" : "; its rank beside it";
        codes += counts ? "; it never falls, like time: later values count as the newest seen" : "";
        return (plan, log ? "number, signed log" : plan.Codes.Length > 0 ? "number and codes" : "number", $"{why}, {(options.Impute == ImputeWith.Median ? "median" : "mean")} {Show(plan.Impute)}{codes}{outliers}{extremes}");
    }

    private static (ColumnPlan? Plan, string Encoding, string Reason) Instant(ColumnProfile profile, EncodingOptions options, bool indicator)
    {
        NumberSummary numbers = profile.Numbers;
        double span = numbers.Largest - numbers.Smallest;
        bool week = span >= Time.Week;
        bool year = span >= Time.Year / 2.0;
        NumberPlan linear = options.ForTrees
            ? Plain(profile.Column.Name, ValueKind.Instant, numbers.Smallest, 1.0 / Time.Day)
            : WithinTheSeen(Standardised(profile.Column.Name, ValueKind.Instant, numbers, numbers.Sorted(), false, indicator, options), numbers);
        string[] parts = [.. new[] { (profile.TimeOfDayVaries, "hour of day"), (week, "day of week"), (year, "day of year") }.Where(p => p.Item1).Select(p => p.Item2)];
        return (
            new InstantPlan(profile.Column.Name, linear, profile.TimeOfDayVaries, week, year, options.ForTrees),
            "time",
            $"spans {Show(span / Time.Day)} days: linear within them{(parts.Length > 0 ? " and " : "")}{string.Join(", ", parts)}");
    }

    /// <summary>(x - offset) * factor as a float; NaN where it is missing.</summary>
    private static NumberPlan Plain(string name, ValueKind kind, double offset, double factor) =>
        new(name, kind, 0, false, offset, factor, float.MinValue, float.MaxValue, false, [], null, KeepMissing: true);

    private static (ColumnPlan Plan, string Encoding, string Reason) PlainNumber(string name, NumberSummary numbers, double[] sorted)
    {
        // Far from zero a float has few digits left: what it cannot tell apart is counted from the middle instead.
        int different = Different(sorted, 0, alone: true);
        int apart = Different(sorted, 0, alone: false);
        double offset = apart < different ? NumberSummary.Quantile(sorted, 0.5) : 0;
        apart = offset == 0 ? apart : Different(sorted, offset, alone: false);
        string from = offset == 0 ? "as it is" : $"less {Show(offset)}, as a float tells large numbers apart badly";
        string lost = apart < different ? string.Create(CultureInfo.InvariantCulture, $"; {different - apart} of {different} different values fall together as floats") : "";
        string extremes = numbers.Extremes > 0 ? $"; {numbers.Extremes} infinite or beyond 1e140, taken for the ends of float" : "";
        return (Plain(name, ValueKind.Number, offset, 1), "number", from + lost + extremes);
    }

    private static int Different(double[] sorted, double offset, bool alone)
    {
        int count = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            count += alone ? (sorted[i] != sorted[i - 1] ? 1 : 0) : ((float)(sorted[i] - offset) != (float)(sorted[i - 1] - offset) ? 1 : 0);
        }

        return count;
    }

    private static (bool Log, string Why) Tails(double[] sorted, EncodingOptions options)
    {
        if (options.HeavyTails != HeavyTails.Auto)
        {
            return options.HeavyTails == HeavyTails.SignedLog ? (true, "signed logarithm as asked") : (false, "standardised");
        }

        double raw = NumberSummary.Kurtosis(sorted);
        double logged = NumberSummary.Kurtosis(Array.ConvertAll(sorted, NumberSummary.SignedLog));
        return raw > 8 && logged < raw / 2
            ? (true, $"heavy tails: excess kurtosis {Show(raw)}, {Show(logged)} after the logarithm")
            : (false, "standardised");
    }

    private static NumberPlan Standardised(string name, ValueKind kind, NumberSummary numbers, double[] sorted, bool log, bool indicator, EncodingOptions options)
    {
        double impute = options.Impute == ImputeWith.Median ? NumberSummary.Quantile(sorted, 0.5) : numbers.Mean;
        (double offset, double deviation) = Outliers(sorted, log) is { } within ? within
            : log ? (numbers.LogMean, numbers.LogDeviation) : (numbers.Mean, numbers.Deviation);

        // A spread that is lost in rounding says nothing; factor 1 keeps such a column finite.
        double factor = deviation > Math.Abs(offset) * 1e-15 && double.IsFinite(1 / deviation) ? 1 / deviation : 1;
        double low = -options.ClipStandardDeviations;
        double high = options.ClipStandardDeviations;
        if (options.ClipQuantile is { } q)
        {
            double Encoded(double x) => (Transformed(x, log) - offset) * factor;
            low = Math.Max(low, Encoded(NumberSummary.Quantile(sorted, q)));
            high = Math.Min(high, Encoded(NumberSummary.Quantile(sorted, 1 - q)));
        }

        high = Math.Max(low, high);
        RankCurve? rank = options.RankScores ? RankCurve.Learn(Array.ConvertAll(sorted, x => Math.Clamp((Transformed(x, log) - offset) * factor, low, high))) : null;
        return new NumberPlan(name, kind, impute, log, offset, factor, low, high, indicator, log ? [] : numbers.Codes(options.EnoughOf(numbers.Count)), rank);
    }

    /// <summary>What goes on like time takes values in use that no row of the training had; the network would extrapolate far beyond what it knows. They count as the newest (or oldest) it saw.</summary>
    private static NumberPlan WithinTheSeen(NumberPlan plan, NumberSummary numbers)
    {
        double Encoded(double x) => Math.Clamp((Transformed(x, plan.Log) - plan.Offset) * plan.Factor, plan.Low, plan.High);
        return plan with { Low = Encoded(numbers.Smallest), High = Encoded(numbers.Largest) };
    }

    private static double Transformed(double x, bool log) => log ? NumberSummary.SignedLog(x) : x;

    /// <summary>
    /// Mean and deviation of what lies within 30 interquartile ranges of the median, where something lies beyond: one broken sensor value
    /// would else press all others into one point. Null when nothing does.
    /// </summary>
    private static (double Mean, double Deviation)? Outliers(double[] sorted, bool log)
    {
        double middle = Transformed(NumberSummary.Quantile(sorted, 0.5), log);
        double reach = 30 * (Transformed(NumberSummary.Quantile(sorted, 0.75), log) - Transformed(NumberSummary.Quantile(sorted, 0.25), log));
        if (!(reach > 0) || (middle - Transformed(sorted[0], log) <= reach && Transformed(sorted[^1], log) - middle <= reach))
        {
            return null;
        }

        var within = new NumberSummary(100, 0);
        foreach (double x in sorted)
        {
            double value = Transformed(x, log);
            if (Math.Abs(value - middle) <= reach)
            {
                within.Add(value);
            }
        }

        return (within.Mean, within.Deviation);
    }

    private static string Show(double x) => x.ToString("G5", CultureInfo.InvariantCulture);
}
