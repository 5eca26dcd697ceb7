using System.Globalization;
using System.Text.Json;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads the objects named "parameters". Those that are not known here are let pass, as the protocol says; null says nothing, as clients write it that are generated from the protocol's schema.</summary>
internal static class ParametersReader
{
    /// <summary>Parameters of a request: timeout (µs), priority, sequence_id and binary_data_output.</summary>
    public static void Request(ref Utf8JsonReader json, InferenceRequest request)
    {
        bool any = Start(ref json);
        while (any && JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("timeout"u8))
            {
                request.SetTimeout(Whole(ref json, "timeout") ?? 0);
            }
            else if (json.ValueTextEquals("priority"u8))
            {
                request.SetPriority(Whole(ref json, "priority") ?? 0);
            }
            else if (json.ValueTextEquals("sequence_id"u8))
            {
                request.SetSequence(Sequence(ref json));
            }
            else if (json.ValueTextEquals("binary_data_output"u8))
            {
                request.BinaryOutputs = Flag(ref json, "binary_data_output") ?? false;
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>Parameters of an input: binary_data_size, or -1 without it.</summary>
    public static long BinarySize(ref Utf8JsonReader json)
    {
        bool any = Start(ref json);
        long size = -1;
        while (any && JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("binary_data_size"u8))
            {
                size = Whole(ref json, "binary_data_size") ?? -1;
            }
            else if (json.ValueTextEquals("shared_memory_region"u8))
            {
                RefuseSharedMemory(ref json, "Send the tensor as 'data' or as bytes behind the JSON (binary_data_size).");
            }
            else
            {
                json.Skip();
            }
        }

        return size;
    }

    /// <summary>Parameters of an output: binary_data and classification.</summary>
    public static (bool? Binary, int TopClasses) Output(ref Utf8JsonReader json)
    {
        bool any = Start(ref json);
        bool? binary = null;
        long classes = 0;
        while (any && JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("binary_data"u8))
            {
                binary = Flag(ref json, "binary_data");
            }
            else if (json.ValueTextEquals("classification"u8))
            {
                classes = Whole(ref json, "classification") ?? 0;
            }
            else if (json.ValueTextEquals("shared_memory_region"u8))
            {
                RefuseSharedMemory(ref json, "Leave 'shared_memory_region' out and the output comes with the answer.");
            }
            else
            {
                json.Skip();
            }
        }

        return (binary, (int)Math.Min(classes, int.MaxValue));
    }

    /// <summary>Whether an object begins; false for null.</summary>
    private static bool Start(ref Utf8JsonReader json) => json.TokenType is JsonTokenType.StartObject or JsonTokenType.Null
        ? json.TokenType == JsonTokenType.StartObject
        : throw new ProtocolException("Expected an object as 'parameters'.");

    /// <summary>Whether the parameter says something; false for null.</summary>
    private static bool IsSaid(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType != JsonTokenType.Null;
    }

    /// <summary>The protocol's numbers go up to 2^64 - 1; what is beyond 2^63 - 1 is taken for that.</summary>
    private static long? Whole(ref Utf8JsonReader json, string name)
    {
        if (!IsSaid(ref json))
        {
            return null;
        }

        return json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out ulong value) ? (long)Math.Min(value, long.MaxValue) : throw NotWhole(name);
    }

    private static string Sequence(ref Utf8JsonReader json)
    {
        if (!IsSaid(ref json))
        {
            return "";
        }

        return json.TokenType == JsonTokenType.String ? JsonText.Of(ref json)
            : json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out ulong id) ? id.ToString(CultureInfo.InvariantCulture)
            : throw NotWhole("sequence_id");
    }

    private static bool? Flag(ref Utf8JsonReader json, string name)
    {
        if (!IsSaid(ref json))
        {
            return null;
        }

        return json.TokenType is JsonTokenType.True or JsonTokenType.False
            ? json.GetBoolean()
            : throw new ProtocolException($"Expected true or false as parameter '{name}'.");
    }

    private static void RefuseSharedMemory(ref Utf8JsonReader json, string cure)
    {
        if (IsSaid(ref json))
        {
            throw new ProtocolException($"Shared memory is not supported here. {cure}") { IsUnsupported = true };
        }
    }

    private static ProtocolException NotWhole(string name) => new($"Expected a whole number from 0 on as parameter '{name}'.");
}
