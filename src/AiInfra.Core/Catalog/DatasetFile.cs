using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>One file of a dataset commit.</summary>
/// <param name="Path">Path inside the dataset, with forward slashes.</param>
/// <param name="Digest">The artifact that holds its bytes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Rows">Rows in it.</param>
public sealed record DatasetFile(string Path, ArtifactDigest Digest, long Bytes, long Rows);
