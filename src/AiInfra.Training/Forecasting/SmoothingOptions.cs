namespace AiInfra.Training.Forecasting;

/// <summary>How <see cref="ExponentialSmoothing"/> is fitted.</summary>
public sealed class SmoothingOptions : ICheckedOptions
{
    /// <summary>Steps in a season; 1 for none.</summary>
    /// <value>1.</value>
    public int Season { get; set; } = 1;

    /// <summary>The trend.</summary>
    /// <value>Null: the one of the smallest AICc.</value>
    public SmoothingTrend? Trend { get; set; }

    /// <summary>The form of the season.</summary>
    /// <value>Null: the one of the smallest AICc; none where the history holds less than two seasons, multiplicative only where all values are above zero.</value>
    public SmoothingSeason? Form { get; set; }

    /// <summary>Only the last so many steps are fitted; 0 for all.</summary>
    /// <value>0.</value>
    public int MaxHistory { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Season, 1)
        .AtLeast(MaxHistory, 0)
        .Must(Season > 1 || Form is null or SmoothingSeason.None, $"A season of {Form} form has two steps at least; {nameof(Season)} is {Season}.");
}
