using System.Globalization;
using System.Text.Json;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads the objects named "parameters". Those that are not known here are let pass, as the protocol says.</summary>
internal static class ParametersReader
{
    /// <summary>Parameters of a request: timeout (µs), priority, sequence_id and binary_data_output.</summary>
    public static void Request(ref Utf8JsonReader json, InferenceRequest request)
    {
        Start(ref json);
        while (JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("timeout"u8))
            {
                request.SetTimeout(Whole(ref json, "timeout"));
            }
            else if (json.ValueTextEquals("priority"u8))
            {
                request.SetPriority(Whole(ref json, "priority"));
            }
            else if (json.ValueTextEquals("sequence_id"u8))
            {
                json.Read();
                request.SetSequence(json.TokenType == JsonTokenType.String ? JsonText.Of(ref json) : Current(ref json, "sequence_id").ToString(CultureInfo.InvariantCulture));
            }
            else if (json.ValueTextEquals("binary_data_output"u8))
            {
                request.BinaryOutputs = Flag(ref json, "binary_data_output");
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
        Start(ref json);
        long size = -1;
        while (JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("binary_data_size"u8))
            {
                size = Whole(ref json, "binary_data_size");
            }
            else if (json.ValueTextEquals("shared_memory_region"u8))
            {
                throw new ProtocolException("Shared memory is not supported here. Send the tensor as 'data' or as bytes behind the JSON (binary_data_size).") { IsUnsupported = true };
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
        Start(ref json);
        bool? binary = null;
        long classes = 0;
        while (JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("binary_data"u8))
            {
                binary = Flag(ref json, "binary_data");
            }
            else if (json.ValueTextEquals("classification"u8))
            {
                classes = Whole(ref json, "classification");
            }
            else if (json.ValueTextEquals("shared_memory_region"u8))
            {
                throw new ProtocolException("Shared memory is not supported here. Leave 'shared_memory_region' out and the output comes with the answer.") { IsUnsupported = true };
            }
            else
            {
                json.Skip();
            }
        }

        return (binary, (int)Math.Min(classes, int.MaxValue));
    }

    private static void Start(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtocolException("Expected an object as 'parameters'.");
        }
    }

    private static long Whole(ref Utf8JsonReader json, string name)
    {
        json.Read();
        return Current(ref json, name);
    }

    private static long Current(ref Utf8JsonReader json, string name) => json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) && value >= 0
        ? value
        : throw new ProtocolException($"Expected a whole number from 0 on as parameter '{name}'.");

    private static bool Flag(ref Utf8JsonReader json, string name)
    {
        json.Read();
        return json.TokenType is JsonTokenType.True or JsonTokenType.False
            ? json.GetBoolean()
            : throw new ProtocolException($"Expected true or false as parameter '{name}'.");
    }
}
