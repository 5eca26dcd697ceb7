namespace AiInfra.Training.Loop;

/// <summary>Which learning rates a range test tries: <c>From x (To / From)^(i / Steps)</c> at step i.</summary>
public sealed class LearningRateTestOptions : ICheckedOptions
{
    /// <summary>The first rate.</summary>
    /// <value>1e-8, above 0.</value>
    public double From { get; set; } = 1e-8;

    /// <summary>The last rate.</summary>
    /// <value>1, above <see cref="From"/>.</value>
    public double To { get; set; } = 1;

    /// <summary>Steps, each with a rate of its own.</summary>
    /// <value>100, at least 20.</value>
    public int Steps { get; set; } = 100;

    /// <summary>How much of the smoothed loss each step keeps.</summary>
    /// <value>0.98, from 0 to below 1.</value>
    public double Smoothing { get; set; } = 0.98;

    /// <summary>Ends when the smoothed loss is so many times its least so far.</summary>
    /// <value>4, above 1.</value>
    public double StopAt { get; set; } = 4;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Above(From, 0)
        .Must(To > From, $"{nameof(To)} is above {nameof(From)}; they are {To} and {From}.")
        .AtLeast(Steps, 20)
        .Below(Smoothing, 0, 1)
        .Above(StopAt, 1);
}
