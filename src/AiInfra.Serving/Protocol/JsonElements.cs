using System.Numerics;
using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>The elements of the protocol's datatypes in JSON. JSON has no NaN: null stands for it, in requests and in answers, and for a missing text.</summary>
internal static class JsonElements
{
    internal readonly struct Float32 : IJsonElement<float>
    {
        public static bool TryRead(ref Utf8JsonReader json, out float value)
        {
            value = float.NaN;
            return json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.Number && JsonNumber.TryGetSingle(ref json, out value));
        }
    }

    internal readonly struct Float64 : IJsonElement<double>
    {
        public static bool TryRead(ref Utf8JsonReader json, out double value)
        {
            value = double.NaN;
            return json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.Number && JsonNumber.TryGetDouble(ref json, out value));
        }
    }

    internal readonly struct Float16 : IJsonElement<Half>
    {
        public static bool TryRead(ref Utf8JsonReader json, out Half value)
        {
            bool read = Float64.TryRead(ref json, out double wide);
            value = (Half)wide;
            return read && (json.TokenType == JsonTokenType.Null || Half.IsFinite(value) || !double.IsFinite(wide));
        }
    }

    internal readonly struct BFloat16 : IJsonElement<ushort>
    {
        public static bool TryRead(ref Utf8JsonReader json, out ushort value)
        {
            bool read = Float32.TryRead(ref json, out float wide);
            value = BrainFloat.Of(wide);
            return read;
        }
    }

    internal readonly struct Integer<T> : IJsonElement<T>
        where T : struct, IBinaryInteger<T>
    {
        public static bool TryRead(ref Utf8JsonReader json, out T value)
        {
            value = default;
            if (json.TokenType != JsonTokenType.Number)
            {
                return false;
            }

            // A number out of range is cut off at the range's end, and is another one then.
            if (json.TryGetInt64(out long whole))
            {
                value = T.CreateSaturating(whole);
                return long.CreateSaturating(value) == whole;
            }

            bool large = json.TryGetUInt64(out ulong beyond);
            value = T.CreateSaturating(beyond);
            return large && ulong.CreateSaturating(value) == beyond;
        }
    }

    internal readonly struct Boolean : IJsonElement<bool>
    {
        public static bool TryRead(ref Utf8JsonReader json, out bool value)
        {
            value = json.TokenType == JsonTokenType.True;
            return json.TokenType is JsonTokenType.True or JsonTokenType.False;
        }
    }

    internal readonly struct Text : IJsonElement<string>
    {
        public static bool TryRead(ref Utf8JsonReader json, out string value)
        {
            value = json.TokenType == JsonTokenType.String ? JsonText.Of(ref json) : "";
            return json.TokenType is JsonTokenType.String or JsonTokenType.Null;
        }
    }
}
