namespace AiInfra.Releases;

/// <summary>What became of a release in a pipeline.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">The registered version; null where the gate did not pass it.</param>
/// <param name="Champion">The version that answers after the step; null where none does.</param>
/// <param name="Explanation">The gate's decision in words.</param>
public sealed record ReleasedVersion(string Model, int? Version, int? Champion, string Explanation);
