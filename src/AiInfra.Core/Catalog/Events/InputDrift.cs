using System.Text.Json.Serialization;

namespace AiInfra.Core.Catalog.Events;

/// <summary>One comparison of recent inputs with the training data, as events keep it.</summary>
/// <param name="Columns">Every watched column.</param>
/// <param name="NotAsked">Columns of the training data that no input had; they are not judged.</param>
/// <param name="Drifted">Whether enough columns have drifted.</param>
/// <param name="Rows">Rows in the window.</param>
/// <param name="Position">Predictions seen since the reset.</param>
/// <param name="Threshold">An adjusted p-value below this is a finding.</param>
/// <param name="At">Time of the newest prediction.</param>
public sealed record InputDrift(
    IReadOnlyList<InputColumnDrift>? Columns = null, IReadOnlyList<string>? NotAsked = null, bool Drifted = false, int Rows = 0, long Position = 0, double Threshold = 0, DateTimeOffset At = default)
{
    /// <summary>Every watched column.</summary>
    public IReadOnlyList<InputColumnDrift> Columns { get; init; } = Columns ?? [];

    /// <summary>Columns of the training data that no input had; they are not judged.</summary>
    public IReadOnlyList<string> NotAsked { get; init; } = NotAsked ?? [];

    /// <summary>What was asked of the comparison and could not be followed, in words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Remarks { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"InputDrift {{ Columns = {Shown.List(Columns)}, NotAsked = {Shown.List(NotAsked)}, Remarks = {Shown.List(Remarks)}, Drifted = {Drifted}, Rows = {Rows}, Position = {Position}, Threshold = {Threshold}, At = {At} }}";
}
