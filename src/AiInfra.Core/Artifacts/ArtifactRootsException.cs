namespace AiInfra.Core.Artifacts;

/// <summary>Somebody who refers to artifacts could not say to which, so nothing was collected. The message names who and why.</summary>
/// <param name="message">Who was asked, what came, and what to do.</param>
/// <param name="inner">What was thrown.</param>
public sealed class ArtifactRootsException(string message, Exception? inner = null) : StoreException(message, inner);
