namespace AiInfra.Metrics.Statistics;

/// <summary>Whether the sides of an experiment have the sizes that were planned.</summary>
/// <param name="Test">The test that was used.</param>
/// <param name="Counts">Rows of each side.</param>
/// <param name="Expected">Rows expected of each.</param>
/// <param name="Statistic">Pearson's chi-square.</param>
/// <param name="PValue">Chance of such counts under the plan.</param>
/// <param name="Alpha">Level at which a mismatch is called.</param>
/// <param name="IsMismatch">Whether the p-value is below it: stop and look for the cause, the comparison is not to be trusted.</param>
public sealed record SampleRatioResult(string Test, IReadOnlyList<long> Counts, IReadOnlyList<double> Expected, double Statistic, double PValue, double Alpha, bool IsMismatch)
{
    /// <inheritdoc />
    public override string ToString() => $"SampleRatioResult {{ Test = {Test}, Counts = {Shown.List(Counts)}, Expected = {Shown.List(Expected)}, Statistic = {Statistic}, PValue = {PValue}, Alpha = {Alpha}, IsMismatch = {IsMismatch} }}";
}
