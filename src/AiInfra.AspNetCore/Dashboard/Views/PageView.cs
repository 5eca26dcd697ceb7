namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>All that the page shows.</summary>
internal sealed record PageView(DateTimeOffset At, IReadOnlyList<DeploymentCard> Deployments, IReadOnlyList<ModelCard> Models, IReadOnlyList<RunRow> Runs, IReadOnlyList<DatasetCard> Datasets, IReadOnlyList<EventRow> Events);
