namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>A trial of a study.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Values">Values of the objectives.</param>
/// <param name="Parameters">Its parameters as text.</param>
/// <param name="Violation">By how much its constraints are violated in all.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record TrialRow(
    int Number, string State, IReadOnlyList<double> Values, IReadOnlyDictionary<string, string> Parameters, double Violation, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Error);
