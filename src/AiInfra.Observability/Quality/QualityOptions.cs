namespace AiInfra.Observability.Quality;

/// <summary>How quality over labelled predictions is watched.</summary>
public sealed class QualityOptions
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

    internal IEnumerable<string> Faults()
    {
        if (Window < 10)
        {
            yield return $"Quality.Window is at least 10 rows; it is {Window}.";
        }

        if (Every < 1)
        {
            yield return $"Quality.Every is at least 1 row; it is {Every}.";
        }

        if (MinimumRows < 2 || MinimumRows > Window)
        {
            yield return $"Quality.MinimumRows lies between 2 and Quality.Window ({Window}); it is {MinimumRows}.";
        }

        if (BaselineRows < 10)
        {
            yield return $"Quality.BaselineRows is at least 10; it is {BaselineRows}.";
        }

        if (!(FalseAlarmRate is > 0 and < 1))
        {
            yield return $"Quality.FalseAlarmRate lies between 0 and 1; it is {FalseAlarmRate}.";
        }

        if (!(MinimumRise >= 0))
        {
            yield return $"Quality.MinimumRise is not negative; it is {MinimumRise}.";
        }
    }
}
