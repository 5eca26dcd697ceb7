namespace AiInfra.Training.Forecasting;

/// <summary>One form of exponential smoothing, and its recursion.</summary>
internal sealed record SmoothingForm(SmoothingTrend Trend, SmoothingSeason Season, int Length)
{
    public bool HasTrend => Trend != SmoothingTrend.None;

    public bool HasSeason => Season != SmoothingSeason.None;

    /// <summary>Numbers that are estimated: constants and first states.</summary>
    public int Estimated => 2 + (HasTrend ? 2 : 0) + (HasSeason ? Length : 0) + (Trend == SmoothingTrend.Damped ? 1 : 0);

    /// <summary>The forms that are asked for and that the values allow.</summary>
    public static IEnumerable<SmoothingForm> Fitting(SmoothingOptions options, double[] values)
    {
        bool positive = values.All(v => v > 0), seasons = options.Season > 1 && values.Length >= (2 * options.Season) + 3;
        if (options.Form is SmoothingSeason.Additive or SmoothingSeason.Multiplicative && !seasons)
        {
            throw new ForecastException($"The history has {values.Length} steps; with a season of {options.Season}, two seasons and three steps ({(2 * options.Season) + 3}) are needed.");
        }

        if (options.Form == SmoothingSeason.Multiplicative && !positive)
        {
            throw new ForecastException($"A season that multiplies needs values above zero; step {Array.FindIndex(values, v => !(v > 0))} is {values.First(v => !(v > 0))}. Take {nameof(SmoothingSeason.Additive)}.");
        }

        foreach (SmoothingTrend trend in Enum.GetValues<SmoothingTrend>().Where(t => options.Trend is null || options.Trend == t))
        {
            foreach (SmoothingSeason season in Enum.GetValues<SmoothingSeason>().Where(s => options.Form is { } form ? s == form : s == SmoothingSeason.None || (seasons && (positive || s == SmoothingSeason.Additive))))
            {
                var form = new SmoothingForm(trend, season, season == SmoothingSeason.None ? 1 : options.Season);

                // Fewer steps than numbers to estimate tell nothing; the simplest form is tried all the same.
                if (values.Length >= form.Estimated + 2 || options.Trend is not null || form.Estimated == 2)
                {
                    yield return values.Length >= 3 ? form : throw new ForecastException($"The history has {values.Length} steps; exponential smoothing needs three at least.");
                }
            }
        }
    }

    /// <summary>One-step errors over the values, and where they leave the states. False where they are no longer finite.</summary>
    /// <param name="constants">Alpha, beta, gamma, phi.</param>
    /// <param name="first">The states before the first step.</param>
    /// <param name="values">The values.</param>
    /// <param name="errors">Takes the errors.</param>
    /// <param name="last">The states after the last step.</param>
    public bool Run(ReadOnlySpan<double> constants, SmoothingStates first, double[] values, double[] errors, out SmoothingStates last)
    {
        double alpha = constants[0], beta = HasTrend ? constants[1] : 0, gamma = constants[2], phi = Trend == SmoothingTrend.Damped ? constants[3] : 1;
        double level = first.Level, trend = HasTrend ? first.Trend : 0;
        double[] season = [.. first.Season];
        bool multiplies = Season == SmoothingSeason.Multiplicative, finite = true;
        for (int t = 0; t < values.Length; t++)
        {
            double moved = level + (phi * trend), place = HasSeason ? season[t % Length] : multiplies ? 1 : 0;
            errors[t] = values[t] - (multiplies ? moved * place : moved + place);
            double plain = multiplies ? values[t] / place : values[t] - place, before = level;
            level = (alpha * plain) + ((1 - alpha) * moved);
            trend = HasTrend ? (beta * (level - before)) + ((1 - beta) * phi * trend) : 0;
            if (HasSeason)
            {
                season[t % Length] = (gamma * (multiplies ? values[t] / moved : values[t] - moved)) + ((1 - gamma) * place);
            }

            finite &= double.IsFinite(errors[t]) && double.IsFinite(level);
        }

        int at = HasSeason ? values.Length % Length : 0;
        last = new(level, trend, [.. season[at..], .. season[..at]]);
        return finite;
    }

    /// <summary>Where the first states are looked for: means and differences of the first seasons.</summary>
    public SmoothingStates Start(double[] values)
    {
        if (!HasSeason)
        {
            return new(values[0], HasTrend ? (values[Math.Min(values.Length - 1, 4)] - values[0]) / Math.Min(values.Length - 1, 4) : 0, []);
        }

        int seasons = Math.Min(5, values.Length / Length);
        double[] means = [.. Enumerable.Range(0, seasons).Select(s => values.AsSpan(s * Length, Length).ToArray().Average())];
        double slope = (means[^1] - means[0]) / ((seasons - 1) * Length);
        var season = new double[Length];
        for (int i = 0; i < Length; i++)
        {
            for (int s = 0; s < seasons; s++)
            {
                double around = means[s] + (slope * (i - ((Length - 1) / 2.0)));
                season[i] += (Season == SmoothingSeason.Multiplicative ? values[(s * Length) + i] / around : values[(s * Length) + i] - around) / seasons;
            }
        }

        return new(means[0] - (slope * (Length + 1) / 2.0), HasTrend ? slope : 0, season);
    }
}
