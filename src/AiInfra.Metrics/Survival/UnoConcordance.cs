using System.Globalization;

namespace AiInfra.Metrics.Survival;

/// <summary>Uno's concordance (2011): a pair counts by one over the squared share that would still be watched just before its first event, so that the value does not hang on how subjects were censored.</summary>
public sealed class UnoConcordance : ConcordanceMetric
{
    private readonly double _until;
    private readonly KaplanMeier? _censoring;

    /// <summary>Creates the metric.</summary>
    /// <param name="until">Events from this time on are left out, above 0: late ones, when few are still watched, weigh heavily. Infinite for all.</param>
    /// <param name="censoring">The curve of censoring, usually that of the training data; null estimates it from the subjects themselves.</param>
    public UnoConcordance(double until = double.PositiveInfinity, KaplanMeier? censoring = null)
        : base("unoConcordance", string.Create(CultureInfo.InvariantCulture, $"until:{(double.IsInfinity(until) ? "all" : $"{until}")}|censoring:{(censoring is null ? "own" : "given")}")) =>
        (_until, _censoring) = (until > 0 ? until : throw new ArgumentOutOfRangeException(nameof(until), until, "The time is above 0."), censoring);

    /// <summary>The score of columns.</summary>
    /// <param name="times">How long each subject was watched.</param>
    /// <param name="events">Whether the event came then.</param>
    /// <param name="risks">What was predicted; more is an earlier event.</param>
    /// <param name="until">Events from this time on are left out.</param>
    /// <param name="censoring">The curve of censoring; null estimates it from the subjects themselves.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no subject, a number is not finite, or a time negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<double> risks, double until = double.PositiveInfinity, KaplanMeier? censoring = null) =>
        Over(new UnoConcordance(until, censoring), times, events, risks);

    /// <inheritdoc />
    public override UnoConcordance New() => new(_until, _censoring);

    /// <inheritdoc />
    protected override Func<double, double> Weigh(double[] times, bool[] events)
    {
        KaplanMeier censoring = _censoring ?? KaplanMeier.OfCensoring(times, events);
        return time =>
        {
            double watched = time < _until ? censoring.Before(time) : 0;
            return watched > 0 ? 1 / (watched * watched) : 0;
        };
    }
}
