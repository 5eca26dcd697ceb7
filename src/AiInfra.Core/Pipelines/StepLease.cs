namespace AiInfra.Core.Pipelines;

/// <summary>The right to do a step. Each lease of a step has a higher token than the one before; only the newest may commit.</summary>
/// <param name="Memo">Which step: <see cref="StepIdentity.Memo"/>.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Token">The fencing token.</param>
public sealed record StepLease(string Memo, string Owner, long Token);
