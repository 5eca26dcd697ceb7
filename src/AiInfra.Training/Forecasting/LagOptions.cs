namespace AiInfra.Training.Forecasting;

/// <summary>What a <see cref="LaggedForecaster"/> shows its model of the past.</summary>
public sealed class LagOptions : ICheckedOptions
{
    /// <summary>Steps in a season; 1 for none.</summary>
    /// <value>1.</value>
    public int Season { get; set; } = 1;

    /// <summary>Which of the values before the forecast are shown: 1 is the newest.</summary>
    /// <value>Null: 1 to 4, and those one step after a whole season ago.</value>
    public IReadOnlyList<int>? Lags { get; set; }

    /// <summary>What is known of any step in advance, such as its weekday: by name, a function of the step of the series.</summary>
    /// <value>None.</value>
    public IDictionary<string, Func<int, double>> Known { get; } = new Dictionary<string, Func<int, double>>(StringComparer.Ordinal);

    /// <summary>Most rows to learn from, a row an origin and step of the horizon; above, origins are left out evenly.</summary>
    /// <value>20,000.</value>
    public int MaxRows { get; set; } = 20_000;

    /// <summary>Steps after which a model is trained anew; until then the last one forecasts from the newer history. 0 trains for every forecast.</summary>
    /// <value>0.</value>
    public int RefitEvery { get; set; }

    /// <summary>Seed.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    internal int[] UsedLags => [.. (Lags ?? (Season > 1 ? [1, 2, 3, 4, Season, 2 * Season] : [1, 2, 3, 4, 5, 6])).Distinct().Order()];

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Season, 1)
        .AtLeast(MaxRows, 100)
        .AtLeast(RefitEvery, 0)
        .Must(Lags is null || (Lags.Count > 0 && Lags.All(l => l >= 1)), $"{nameof(Lags)} are steps before the forecast, 1 at least; they are {Shown.List(Lags ?? [])}.");
}
