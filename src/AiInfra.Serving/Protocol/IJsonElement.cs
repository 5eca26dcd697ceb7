using System.Text.Json;

namespace AiInfra.Serving.Protocol;

/// <summary>How one element of a tensor stands in JSON. Implemented by structs, so that the loop over the elements is compiled for each.</summary>
/// <typeparam name="T">The element in memory.</typeparam>
internal interface IJsonElement<T>
{
    /// <summary>The element under the reader; false where it is of another kind or does not fit.</summary>
    static abstract bool TryRead(ref Utf8JsonReader json, out T value);
}
