namespace AiInfra.Metrics.Survival;

/// <summary>Harrell's concordance (1982): every pair whose order is known counts alike. Where much is censored it depends on how; take <see cref="UnoConcordance"/> then. A subject censored at the time of another's event outlived it; two events at one time have no order.</summary>
public sealed class HarrellConcordance() : ConcordanceMetric("harrellConcordance", "")
{
    /// <summary>The score of columns.</summary>
    /// <param name="times">How long each subject was watched.</param>
    /// <param name="events">Whether the event came then.</param>
    /// <param name="risks">What was predicted; more is an earlier event.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no subject, a number is not finite, or a time negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<double> risks) => Over(new HarrellConcordance(), times, events, risks);

    /// <inheritdoc />
    public override HarrellConcordance New() => new();

    /// <inheritdoc />
    protected override Func<double, double> Weigh(double[] times, bool[] events) => _ => 1;
}
