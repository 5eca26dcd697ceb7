namespace AiInfra.Evaluation.Gates;

/// <summary>A condition asks for something that the gate was not given: predictions where there are scores only, or a score that is not in the set. The gate answers such a condition with not enough evidence and this message.</summary>
/// <param name="message">What is missing, what there is, and how to give it.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class MissingEvidenceException(string message, Exception? inner = null) : AiInfraException(message, inner);
