namespace AiInfra.Observability.Quality;

/// <summary>How quality over labelled predictions is watched.</summary>
public sealed class QualityOptions : ICheckedOptions
{
    /// <summary>The metrics; the first is judged, the others are reported. Empty: accuracy where the model puts out a "label", otherwise mean absolute error of "value".</summary>
    public IList<QualityMetric> Metrics { get; } = [];

    /// <summary>Labelled rows in the window.</summary>
    /// <value>500.</value>
    public int Window { get; set; } = 500;

    /// <summary>The window is judged after every so many labelled rows.</summary>
    /// <value>50.</value>
    public int Every { get; set; } = 50;

    /// <summary>Labelled rows the window must hold before it is judged.</summary>
    /// <value>100.</value>
    public int MinimumRows { get; set; } = 100;

    /// <summary>The first so many labelled rows of a version are its baseline, where none is given.</summary>
    /// <value>500.</value>
    public int BaselineRows { get; set; } = 500;

    /// <summary>Chance of a false finding in each stretch of <see cref="Window"/> labelled rows while nothing changes. Every single judgement is tested at this times <see cref="Every"/> / <see cref="Window"/>, so that the many overlapping looks cannot add up to more (union bound).</summary>
    /// <value>0.01.</value>
    public double FalseAlarmRate { get; set; } = 0.01;

    /// <summary>A rise of the loss by less than this share of the baseline is never a finding, however certain it is.</summary>
    /// <value>0.05.</value>
    public double MinimumRise { get; set; } = 0.05;

    /// <summary>Whether the dependence of neighbouring losses is measured and counted as fewer rows. Streams in time order need it.</summary>
    /// <value>true.</value>
    public bool CorrectDependence { get; set; } = true;

    internal double Threshold => FalseAlarmRate * Math.Min(1, Every / (double)Window);

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Window, 10)
        .AtLeast(Every, 1)
        .Must(MinimumRows >= 2 && MinimumRows <= Window, $"{nameof(MinimumRows)} is 2 to {nameof(Window)} ({Window}); it is {MinimumRows}.")
        .AtLeast(BaselineRows, 10)
        .Inside(FalseAlarmRate, 0, 1)
        .AtLeast(MinimumRise, 0)
        .All(Metrics.Where(m => m is null || string.IsNullOrWhiteSpace(m.Name) || m.Loss is null || m.Report is null).Select(m => $"{nameof(Metrics)} holds {(m is null ? "null" : $"a metric '{m.Name}'")}; each has a name, a loss and a report."));
}
