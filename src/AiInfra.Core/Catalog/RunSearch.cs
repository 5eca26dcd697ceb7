namespace AiInfra.Core.Catalog;

/// <summary>A search for runs.</summary>
public sealed record RunSearch
{
    /// <summary>Only of these experiments; empty for all.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>A filter in MLflow's grammar, for example <c>metrics.auc &gt; 0.9 AND params.rate = '0.1'</c>; null for all. See <see cref="RunFilter"/>.</summary>
    public string? Filter { get; init; }

    /// <summary>Items such as <c>metrics.auc DESC</c>, the first most important. Runs without the value come last; then the newest start, then the id decide.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Whether runs are seen that are marked as deleted.</summary>
    /// <value>Default <see cref="RunView.Active"/>.</value>
    public RunView View { get; init; } = RunView.Active;

    /// <summary>Only runs of this kind; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Never runs of this kind; null leaves none out.</summary>
    public string? ExceptKind { get; init; }

    /// <summary>How many found runs are passed over: those of the pages before.</summary>
    public int Skip { get; init; }

    /// <summary>At most so many.</summary>
    /// <value>Default 1,000; at most 50,000.</value>
    public int Take { get; init; } = 1000;

    /// <inheritdoc />
    public override string ToString() => $"RunSearch {{ Experiments = {Shown.List(Experiments)}, Filter = {Filter}, OrderBy = {Shown.List(OrderBy)}, View = {View}, Kind = {Kind}, ExceptKind = {ExceptKind}, Skip = {Skip}, Take = {Take} }}";
}
