namespace AiInfra.AspNetCore.Dashboard.Changes;

/// <summary>A change as somebody asks for it, with what they saw when they did.</summary>
/// <param name="Reason">Why.</param>
/// <param name="From">The champion that they saw; of a withdrawal the challenger.</param>
/// <param name="To">The version that a rollback should go to.</param>
/// <param name="Version">The version that should be promoted.</param>
/// <param name="AllowOtherSignature">Whether it may take or give something else than the champion.</param>
internal sealed record ChangeRequest(string? Reason, int? From = null, int? To = null, int? Version = null, bool AllowOtherSignature = false);
