namespace AiInfra.Core.Studies;

/// <summary>How much of a study somebody has read.</summary>
/// <param name="Revision">The last change of a trial.</param>
/// <param name="Report">The last report.</param>
public readonly record struct StudyCursor(long Revision, long Report);
