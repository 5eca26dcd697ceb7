using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>One element as a value. Implemented by structs, so that a loop over elements is compiled for each.</summary>
internal interface ITensorElement<T>
    where T : unmanaged
{
    static abstract ValueKind Kind { get; }

    static abstract bool HasMissing { get; }

    /// <summary>Whether elements have a fraction.</summary>
    static abstract bool HasFraction { get; }

    /// <summary>What fits, in words.</summary>
    static abstract string Expected(Value value);

    static abstract Value Read(T element);

    static abstract bool TryWrite(Value value, out T element);
}
