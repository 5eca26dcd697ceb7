namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>The newest comparison of a deployment's inputs with the training data.</summary>
internal sealed record DriftView(bool Drifted, int Rows, DateTimeOffset At, IReadOnlyList<ColumnBar> Columns);
