using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads one element of 'inputs', its members in any order.</summary>
/// <param name="index">Which it is.</param>
/// <param name="jsonLength">Bytes of JSON in the whole body.</param>
/// <param name="signature">Saves the making of names that are known; may be null.</param>
internal ref struct InputReader(int index, int jsonLength, ModelSignature? signature)
{
    private const int MaxRank = 32;
    private string? _name;
    private TensorType? _type;
    private long[]? _shape;
    private TensorData? _data;
    private long _binarySize = -1;

    // 'data' that came before its type or shape: it is read when they are known.
    private Utf8JsonReader _later;
    private bool _hasLater;

    /// <param name="json">Stands on the start of the element, and then on its end.</param>
    /// <param name="binary">The bytes behind the JSON that no input before has taken.</param>
    public NamedTensor Read(ref Utf8JsonReader json, ref ReadOnlySpan<byte> binary)
    {
        while (JsonText.Next(ref json))
        {
            if (json.ValueTextEquals("name"u8))
            {
                Expect(_name is null, "one 'name'");
                _name = ReadName(ref json);
            }
            else if (json.ValueTextEquals("shape"u8))
            {
                Expect(_shape is null, "one 'shape'");
                _shape = ReadShape(ref json);
            }
            else if (json.ValueTextEquals("datatype"u8))
            {
                Expect(_type is null, "one 'datatype'");
                _type = ReadType(ref json);
            }
            else if (json.ValueTextEquals("parameters"u8))
            {
                json.Read();
                _binarySize = ParametersReader.BinarySize(ref json);
            }
            else if (json.ValueTextEquals("data"u8))
            {
                ReadData(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        Expect(_name is not null, "a 'name'");
        Expect(_type is not null, "a 'datatype'");
        Expect(_shape is not null, "a 'shape'");
        if (_binarySize >= 0)
        {
            Expect(_data is null && !_hasLater, "either 'data' or 'binary_data_size', not both");
            _data = TakeBinary(ref binary);
        }
        else if (_hasLater)
        {
            _data = ReadTensor(ref _later);
        }

        Expect(_data is not null, "'data'");
        return new NamedTensor(_name!, _data!);
    }

    private readonly InputPlace Place => new(_name, index);

    private void ReadData(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(_data is null && !_hasLater, "one 'data'");
        if (_type is not null && _shape is not null)
        {
            _data = ReadTensor(ref json);
            return;
        }

        _later = json;
        _hasLater = true;
        json.Skip();
    }

    private readonly TensorData ReadTensor(ref Utf8JsonReader json) => TensorJsonReader.Read(ref json, _type!.Value, _shape!, Place, jsonLength - json.BytesConsumed);

    private readonly TensorData TakeBinary(ref ReadOnlySpan<byte> binary)
    {
        if (_binarySize > binary.Length)
        {
            throw Place.Expected($"{_binarySize} bytes behind the JSON as binary_data_size says", $"{binary.Length}");
        }

        TensorData tensor = BinaryTensors.Read(binary[..(int)_binarySize], _type!.Value, _shape, Place);
        binary = binary[(int)_binarySize..];
        return tensor;
    }

    private readonly string ReadName(ref Utf8JsonReader json)
    {
        json.Read();
        Expect(json.TokenType == JsonTokenType.String, "a string as 'name'");
        JsonText.CheckEscapes(ref json);
        for (int i = 0; i < (signature?.Inputs.Count ?? 0); i++)
        {
            if (json.ValueTextEquals(signature!.Inputs[i].Name))
            {
                return signature.Inputs[i].Name;
            }
        }

        return JsonText.Of(ref json);
    }

    private readonly TensorType ReadType(ref Utf8JsonReader json)
    {
        json.Read();
        Expect(json.TokenType == JsonTokenType.String, "a string as 'datatype'");
        JsonText.CheckEscapes(ref json);
        if (json.ValueTextEquals("FP32"u8))
        {
            return TensorType.Float32;
        }

        string text = JsonText.Of(ref json);
        return TensorTypeExtensions.TryParseProtocolName(text, out TensorType type)
            ? type
            : throw Place.Expected($"one of the datatypes {string.Join(", ", Enum.GetValues<TensorType>().Select(t => t.ProtocolName()))}", $"'{text}'");
    }

    private readonly long[] ReadShape(ref Utf8JsonReader json)
    {
        Span<long> dims = stackalloc long[MaxRank];
        int rank = 0;
        json.Read();
        Expect(json.TokenType == JsonTokenType.StartArray, "an array of whole numbers as 'shape'");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            long dim = -1;
            Expect(json.TokenType == JsonTokenType.Number && json.TryGetInt64(out dim) && dim >= 0 && rank < MaxRank, "at most 32 whole numbers from 0 on as 'shape'");
            dims[rank++] = dim;
        }

        return dims[..rank].ToArray();
    }

    private readonly void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw Place.Expected(expected);
        }
    }
}
