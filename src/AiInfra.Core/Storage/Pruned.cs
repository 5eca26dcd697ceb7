namespace AiInfra.Core.Storage;

/// <summary>What a pruning took, or would take in a dry run.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">About how many bytes they held.</param>
public readonly record struct Pruned(long Rows, long Bytes);
