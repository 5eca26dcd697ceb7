using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Reads a request: JSON in any order of its members, tensors straight into their arrays, and the bytes behind the JSON where the binary extension is used.</summary>
internal ref struct InferRequestReader
{
    private const int MaxRank = 32;
    private readonly ModelSignature? _signature;
    private readonly int _jsonLength;
    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _binary;

    private InferRequestReader(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary, ModelSignature? signature)
    {
        _json = new Utf8JsonReader(json);
        _jsonLength = json.Length;
        _binary = binary;
        _signature = signature;
    }

    /// <param name="json">The JSON.</param>
    /// <param name="binary">The bytes behind it.</param>
    /// <param name="signature">Saves the making of names that are known; may be null.</param>
    /// <exception cref="ProtocolException">The request breaks the protocol.</exception>
    /// <exception cref="InferenceRequestException">A tensor is not possible.</exception>
    public static InferRequest Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary, ModelSignature? signature)
    {
        try
        {
            var reader = new InferRequestReader(json, binary, signature);
            return reader.ReadRequest();
        }
        catch (JsonException e)
        {
            throw ProtocolException.BadRequest($"The body is not valid JSON: {e.Message}{Hint(json, e)}", e);
        }
    }

    /// <summary>Python writes NaN and Infinity where JSON has no word for them.</summary>
    private static string Hint(ReadOnlySpan<byte> json, JsonException e)
    {
        int line = 0;
        for (long skip = e.LineNumber ?? 0; skip > 0; skip--)
        {
            line += json[line..].IndexOf((byte)'\n') + 1;
        }

        ReadOnlySpan<byte> there = json[(int)Math.Min(json.Length, line + (e.BytePositionInLine ?? 0))..];
        return there.StartsWith("N"u8) || there.StartsWith("I"u8) || there.StartsWith("-I"u8) ? " JSON has no NaN and no Infinity: a missing number is null, an infinite one 1e999." : "";
    }

    private InferRequest ReadRequest()
    {
        var request = new InferRequest();
        bool hasInputs = false;
        Expect(_json.Read() && _json.TokenType == JsonTokenType.StartObject, "the body", "an object");
        while (NextMember())
        {
            if (_json.ValueTextEquals("inputs"u8))
            {
                Expect(!hasInputs, "'inputs'", "them once");
                request.Inputs = ReadInputs();
                hasInputs = true;
            }
            else if (_json.ValueTextEquals("id"u8))
            {
                _json.Read();
                Expect(_json.TokenType is JsonTokenType.String or JsonTokenType.Null, "'id'", "a string");
                request.Id = _json.TokenType == JsonTokenType.Null ? null : ParametersReader.Text(ref _json);
            }
            else if (_json.ValueTextEquals("outputs"u8))
            {
                Expect(request.Outputs is null, "'outputs'", "them once");
                request.Outputs = ReadOutputs();
            }
            else if (_json.ValueTextEquals("parameters"u8))
            {
                _json.Read();
                ParametersReader.Request(ref _json, request);
            }
            else
            {
                _json.Skip();
            }
        }

        Expect(!_json.Read(), "what follows the object", "nothing");
        Expect(hasInputs && request.Inputs.Length > 0, "'inputs'", "an array of at least one tensor");
        Expect(_binary.IsEmpty, "the body", "no bytes behind the JSON beyond those the inputs' binary_data_size say");
        return request;
    }

    private NamedTensor[] ReadInputs()
    {
        StartArray("'inputs'");
        var inputs = new List<NamedTensor>(_signature?.Inputs.Count ?? 4);
        while (NextElement("'inputs'"))
        {
            inputs.Add(ReadInput(inputs.Count));
        }

        return [.. inputs];
    }

    private NamedTensor ReadInput(int index)
    {
        string? name = null;
        TensorType? type = null;
        long[]? shape = null;
        long binarySize = -1;
        TensorData? tensor = null;
        Utf8JsonReader later = default;
        bool hasLater = false;
        while (NextMember())
        {
            if (_json.ValueTextEquals("name"u8))
            {
                Expect(name is null, new InputPlace(name, index), "one 'name'");
                name = ReadName(index);
            }
            else if (_json.ValueTextEquals("shape"u8))
            {
                Expect(shape is null, new InputPlace(name, index), "one 'shape'");
                shape = ReadShape(new InputPlace(name, index));
            }
            else if (_json.ValueTextEquals("datatype"u8))
            {
                Expect(type is null, new InputPlace(name, index), "one 'datatype'");
                type = ReadType(new InputPlace(name, index));
            }
            else if (_json.ValueTextEquals("parameters"u8))
            {
                _json.Read();
                binarySize = ParametersReader.BinarySize(ref _json);
            }
            else if (!_json.ValueTextEquals("data"u8))
            {
                _json.Skip();
            }
            else if (tensor is not null || hasLater)
            {
                throw new InputPlace(name, index).Expected("one 'data'", "two");
            }
            else if (type is TensorType known && shape is not null)
            {
                tensor = ReadData(ref _json, known, shape, new InputPlace(name, index));
            }
            else
            {
                // Its type or shape comes later: look again then.
                later = _json;
                hasLater = true;
                _json.Skip();
            }
        }

        var place = new InputPlace(name, index);
        Expect(name is not null, place, "a 'name'");
        Expect(type is not null, place, "a 'datatype'");
        Expect(shape is not null, place, "a 'shape'");
        if (binarySize >= 0)
        {
            Expect(tensor is null && !hasLater, place, "either 'data' or 'binary_data_size', not both");
            tensor = TakeBinary(type!.Value, shape!, binarySize, place);
        }
        else if (hasLater)
        {
            tensor = ReadData(ref later, type!.Value, shape!, place);
        }

        Expect(tensor is not null, place, "'data'");
        return new NamedTensor(name!, tensor!);
    }

    private readonly TensorData ReadData(ref Utf8JsonReader json, TensorType type, long[] shape, InputPlace place)
    {
        json.Read();
        return TensorJsonReader.Read(ref json, type, shape, place, _jsonLength - json.BytesConsumed);
    }

    private TensorData TakeBinary(TensorType type, long[] shape, long size, InputPlace place)
    {
        if (size > _binary.Length)
        {
            throw place.Expected($"{size} bytes behind the JSON as binary_data_size says", $"{_binary.Length}");
        }

        TensorData tensor = BinaryTensors.Read(_binary[..(int)size], type, shape, place);
        _binary = _binary[(int)size..];
        return tensor;
    }

    private string ReadName(int index)
    {
        _json.Read();
        Expect(_json.TokenType == JsonTokenType.String, new InputPlace(null, index), "a string as 'name'");
        ParametersReader.CheckEscapes(ref _json);
        for (int i = 0; i < (_signature?.Inputs.Count ?? 0); i++)
        {
            if (_json.ValueTextEquals(_signature!.Inputs[i].Name))
            {
                return _signature.Inputs[i].Name;
            }
        }

        return ParametersReader.Text(ref _json);
    }

    private TensorType ReadType(InputPlace place)
    {
        _json.Read();
        Expect(_json.TokenType == JsonTokenType.String, place, "a string as 'datatype'");
        ParametersReader.CheckEscapes(ref _json);
        if (_json.ValueTextEquals("FP32"u8))
        {
            return TensorType.Float32;
        }

        string text = ParametersReader.Text(ref _json);
        return TensorTypeExtensions.TryParseProtocolName(text, out TensorType type)
            ? type
            : throw place.Expected($"one of the datatypes {string.Join(", ", Enum.GetValues<TensorType>().Select(t => t.ProtocolName()))}", $"'{text}'");
    }

    private long[] ReadShape(InputPlace place)
    {
        Span<long> dims = stackalloc long[MaxRank];
        int rank = 0;
        _json.Read();
        Expect(_json.TokenType == JsonTokenType.StartArray, place, "an array of whole numbers as 'shape'");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            long dim = -1;
            Expect(_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out dim) && dim >= 0 && rank < MaxRank, place, "at most 32 whole numbers from 0 on as 'shape'");
            dims[rank++] = dim;
        }

        return dims[..rank].ToArray();
    }

    private RequestedOutput[]? ReadOutputs()
    {
        StartArray("'outputs'");
        var outputs = new List<RequestedOutput>();
        while (NextElement("'outputs'"))
        {
            string? name = null;
            bool? binary = null;
            int classes = 0;
            while (NextMember())
            {
                if (_json.ValueTextEquals("name"u8))
                {
                    _json.Read();
                    Expect(_json.TokenType == JsonTokenType.String, "'name' of an output", "a string");
                    name = ParametersReader.Text(ref _json);
                }
                else if (_json.ValueTextEquals("parameters"u8))
                {
                    _json.Read();
                    (binary, classes) = ParametersReader.Output(ref _json);
                }
                else
                {
                    _json.Skip();
                }
            }

            Expect(name is not null, "an element of 'outputs'", "a 'name'");
            Expect(!outputs.Exists(o => o.Name == name), "'outputs'", "each name once");
            outputs.Add(new RequestedOutput(name!, binary, classes));
        }

        // An empty list asks for nothing in particular, as Triton and its clients have it: all outputs.
        return outputs.Count == 0 ? null : [.. outputs];
    }

    private void StartArray(string where)
    {
        _json.Read();
        Expect(_json.TokenType == JsonTokenType.StartArray, where, "an array");
    }

    private bool NextElement(string where)
    {
        _json.Read();
        Expect(_json.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray, where, "an array of objects");
        return _json.TokenType == JsonTokenType.StartObject;
    }

    private bool NextMember() => ParametersReader.Next(ref _json);

    private static void Expect(bool holds, string where, string expected)
    {
        if (!holds)
        {
            throw ProtocolException.BadRequest($"Expected {expected} ({where}).");
        }
    }

    private static void Expect(bool holds, InputPlace place, string expected)
    {
        if (!holds)
        {
            throw place.Expected(expected);
        }
    }
}
