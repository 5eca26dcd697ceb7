namespace AiInfra.Data.Sources.Parquet;

/// <summary>An element of a Parquet schema: a group, or a column with its physical type and what its values mean.</summary>
internal sealed record ParquetElement
{
    private static readonly string[] s_types = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];

    private static readonly string[] s_converted =
    [
        "UTF8", "MAP", "MAP_KEY_VALUE", "LIST", "ENUM", "DECIMAL", "DATE", "TIME_MILLIS", "TIME_MICROS", "TIMESTAMP_MILLIS", "TIMESTAMP_MICROS",
        "UINT_8", "UINT_16", "UINT_32", "UINT_64", "INT_8", "INT_16", "INT_32", "INT_64", "JSON", "BSON", "INTERVAL",
    ];

    private static readonly string?[] s_logical =
        [null, "STRING", "MAP", "LIST", "ENUM", "DECIMAL", "DATE", "TIME", "TIMESTAMP", null, "INTEGER", "UNKNOWN", "JSON", "BSON", "UUID", "FLOAT16", "VARIANT", "GEOMETRY", "GEOGRAPHY"];

    public const int Boolean = 0, Int32 = 1, Int64 = 2, Int96 = 3, Float = 4, Double = 5, ByteArray = 6, Fixed = 7;

    public string Name { get; init; } = "";

    /// <summary>Physical type; null for a group.</summary>
    public int? Type { get; init; }

    public int? Length { get; init; }

    /// <summary>0 required, 1 optional, 2 repeated.</summary>
    public int Repetition { get; init; }

    public int Children { get; init; }

    public int? Scale { get; init; }

    public int? Precision { get; init; }

    /// <summary>The word of what the values mean, as the format's description has it: TIMESTAMP, DECIMAL, UTF8…; null where nothing is said.</summary>
    public string? Meaning { get; private init; }

    /// <summary>Of times: 1,000, 1,000,000 or 1,000,000,000 a second.</summary>
    public long PerSecond { get; private init; }

    /// <summary>Of times: whether they are instants, not wall-clock times.</summary>
    public bool IsUtc { get; private init; }

    public int Bits { get; private init; }

    public bool IsSigned { get; private init; } = true;

    public bool IsGroup => Type is null;

    public bool IsFlat => Type is not null && Repetition != 2;

    public string Physical => Type is >= 0 and < 8 ? s_types[Type.Value] : "a group";

    /// <summary>In the words of the format.</summary>
    public string Words => Meaning switch
    {
        null when IsGroup => Repetition == 2 ? "repeated group" : "group",
        null => Repetition == 2 ? $"repeated {Physical}" : Type == Fixed ? $"{Physical}({Length})" : Physical,
        "DECIMAL" => $"{Physical} (DECIMAL({Precision}, {Scale ?? 0}))",
        "INTEGER" => $"{Physical} ({(IsSigned ? "INT" : "UINT")}_{Bits})",
        "TIME" or "TIMESTAMP" => $"{Physical} ({Meaning} {(PerSecond == 1000 ? "MILLIS" : PerSecond == 1_000_000 ? "MICROS" : "NANOS")}, {(IsUtc ? "UTC" : "local")})",
        _ => IsGroup ? $"group ({Meaning})" : $"{Physical} ({Meaning})",
    };

    public static ParquetElement Read(ref ThriftReader thrift)
    {
        var element = new ParquetElement();
        int? converted = null;
        ParquetElement? logical = null;
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            switch (id)
            {
                case 1: element = element with { Type = Within(thrift.Integer(), 7) }; break;
                case 2: element = element with { Length = (int)thrift.Integer() }; break;
                case 3: element = element with { Repetition = Within(thrift.Integer(), 2) }; break;
                case 4: element = element with { Name = thrift.Text() }; break;
                case 5: element = element with { Children = (int)thrift.Integer() }; break;
                case 6: converted = (int)thrift.Integer(); break;
                case 7: element = element with { Scale = (int)thrift.Integer() }; break;
                case 8: element = element with { Precision = (int)thrift.Integer() }; break;
                case 10 when kind == ThriftReader.Struct: logical = Logical(ref thrift); break;
                default: thrift.Skip(kind); break;
            }
        }

        element = logical is not null
            ? element with { Meaning = logical.Meaning, PerSecond = logical.PerSecond, IsUtc = logical.IsUtc, Bits = logical.Bits, IsSigned = logical.IsSigned, Scale = logical.Scale ?? element.Scale, Precision = logical.Precision ?? element.Precision }
            : Converted(element, converted);
        return element.Children > 0 ? element with { Type = null } : element;
    }

    private static int Within(long value, int most) => value >= 0 && value <= most ? (int)value : throw new InvalidDataException($"a schema element has the type or repetition {value}, which there is not");

    private static ParquetElement Converted(ParquetElement element, int? converted)
    {
        string? word = converted is >= 0 and int at && at < s_converted.Length ? s_converted[at] : converted is null ? null : $"converted type {converted}";
        return word switch
        {
            "TIME_MILLIS" or "TIME_MICROS" => element with { Meaning = "TIME", PerSecond = word == "TIME_MILLIS" ? 1000 : 1_000_000, IsUtc = true },
            "TIMESTAMP_MILLIS" or "TIMESTAMP_MICROS" => element with { Meaning = "TIMESTAMP", PerSecond = word == "TIMESTAMP_MILLIS" ? 1000 : 1_000_000, IsUtc = true },
            not null when word.StartsWith("UINT_", StringComparison.Ordinal) => element with { Meaning = "INTEGER", IsSigned = false, Bits = int.Parse(word[5..], System.Globalization.CultureInfo.InvariantCulture) },
            not null when word.StartsWith("INT_", StringComparison.Ordinal) => element with { Meaning = "INTEGER", Bits = int.Parse(word[4..], System.Globalization.CultureInfo.InvariantCulture) },
            _ => element with { Meaning = word },
        };
    }

    /// <summary>The one member of the union that is set, with what stands in it.</summary>
    private static ParquetElement Logical(ref ThriftReader thrift)
    {
        var element = new ParquetElement();
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            string word = id < s_logical.Length && s_logical[id] is { } known ? known : $"logical type {id}";
            element = element with { Meaning = word };
            if (kind != ThriftReader.Struct || word is not ("DECIMAL" or "TIME" or "TIMESTAMP" or "INTEGER"))
            {
                thrift.Skip(kind);
                continue;
            }

            int inner = 0;
            while (thrift.Field(ref inner, out int of))
            {
                switch (word, inner)
                {
                    case ("DECIMAL", 1): element = element with { Scale = (int)thrift.Integer() }; break;
                    case ("DECIMAL", 2): element = element with { Precision = (int)thrift.Integer() }; break;
                    case ("INTEGER", 1) when of == ThriftReader.Byte: element = element with { Bits = thrift.Small() }; break;
                    case ("INTEGER", 2) when of is ThriftReader.True or ThriftReader.False: element = element with { IsSigned = of == ThriftReader.True }; break;
                    case ("TIME" or "TIMESTAMP", 1) when of is ThriftReader.True or ThriftReader.False: element = element with { IsUtc = of == ThriftReader.True }; break;
                    case ("TIME" or "TIMESTAMP", 2) when of == ThriftReader.Struct: element = element with { PerSecond = Unit(ref thrift) }; break;
                    default: thrift.Skip(of); break;
                }
            }
        }

        return element;
    }

    private static long Unit(ref ThriftReader thrift)
    {
        long unit = 0;
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            unit = id switch { 1 => 1000, 2 => 1_000_000, 3 => 1_000_000_000, _ => throw new InvalidDataException($"a time has the unit {id}, which there is not") };
            thrift.Skip(kind);
        }

        return unit;
    }
}
