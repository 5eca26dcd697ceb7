using System.Buffers.Binary;
using System.Text;
using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

/// <summary>The format as others write and read it.</summary>
public sealed class SafetensorsFormatTests
{
    // A file as others may write it: any order, texts, an empty tensor, a single number, padding, an entry of which we know nothing.
    private const string Header =
        """{"__metadata__":{"format":"pt","note":"\u00e4"},"b":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]},"one":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"none":{"shape":[0,3],"dtype":"F16","data_offsets":[24,24],"more":[{}]},"flags":{"dtype":"BOOL","shape":[1,3],"data_offsets":[24,27]}}   """;

    private static readonly byte[] s_data = [.. Enumerable.Range(0, 24).Select(i => (byte)i), 1, 0, 1];

    private static byte[] FileOf(string header, byte[]? data = null) => FileOf(Encoding.UTF8.GetBytes(header), data ?? new byte[8]);

    private static byte[] FileOf(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    private static TensorFileContent Read(byte[] file, bool keepRaw = false) => TensorFile.Read(new MemoryStream(file), "a file", keepRaw: keepRaw);

    [Fact]
    public void Read_OfAFileByOthers_GivesEveryTensorOfIt()
    {
        using TensorFileContent content = Read(FileOf(Header, s_data));
        Assert.Equal("ä", content.Metadata["note"]);
        Assert.Equal([0, 3], content.Tensors["none"].shape);
        Assert.Equal([], content.Tensors["one"].shape);
        Assert.Equal(0x0706050403020100, content.Tensors["one"].item<long>());
        Assert.Equal(s_data[8..24], content.Tensors["b"].bytes.ToArray());
        Assert.Equal([true, false, true], content.Tensors["flags"].data<bool>().ToArray());
    }

    [Fact]
    public void Write_IsRightForAReaderWrittenFromTheFormatsText()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        using var scope = NewDisposeScope();
        ScalarType[] types = [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool, ScalarType.ComplexFloat32];
        Dictionary<string, Tensor> tensors = Enumerable.Range(0, 200).ToDictionary(
            i => $"layer.{i}.\"ü\"", i => (rand([.. Enumerable.Range(0, i % 4).Select(_ => (long)random.Next(5))]) * 100).to(types[i % types.Length]));
        TensorFile.Write(folder.File("a"), tensors, new Dictionary<string, string> { ["x"] = "1" });
        Dictionary<string, (string Type, long[] Shape, byte[] Data)>? read = PlainSafetensors.Read(File.ReadAllBytes(folder.File("a")));
        Assert.NotNull(read);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        foreach ((string name, Tensor tensor) in tensors)
        {
            Assert.Equal(tensor.shape, read[name].Shape);
            Assert.Equal(tensor.bytes.ToArray(), read[name].Data);
        }

        Assert.Equal(200, TensorFile.List(folder.File("a")).Count(t => t.Type == read[t.Name].Type && t.Shape.SequenceEqual(read[t.Name].Shape) && t.Bytes == read[t.Name].Data.Length));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "listed twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "listed twice")]
    [InlineData("""{"__metadata__":{},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{}}""", "listed twice")]
    [InlineData("""{"__metadata__":{"x":"1","x":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "listed twice")]
    [InlineData("""{"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no string")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'b' should lie at 4 to 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "8 are there")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' should lie at 0 to 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,8],"data_offsets":[0,0]}}""", "overflow")]
    [InlineData("""{"a":{"dtype":"F4","shape":[16],"data_offsets":[0,8]}}""", "smaller than a byte")]
    [InlineData("""{"a":{"dtype":"F6_E2M3","shape":[8],"data_offsets":[0,6]}}""", "smaller than a byte")]
    [InlineData("""{"a":{"dtype":"F128","shape":[8],"data_offsets":[0,8]}}""", "not known")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "lacks")]
    [InlineData(""" {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "begin with '{'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}},""", "")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}""", "")]
    public void Read_OfWhatTheFormatForbids_SaysWhat(string header, string words)
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Read(FileOf(header)));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Null(PlainSafetensors.Read(FileOf(header)));
    }

    [Theory]
    [InlineData(1L << 60)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Read_OfAHeaderLongerThanAllowed_IsAnErrorAndTakesNoMemory(long length)
    {
        byte[] file = FileOf("{}");
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointException error = Assert.Throws<CheckpointException>(() => Read(file));
        Assert.Contains("claims a header", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_OfInvalidUtf8_IsAnError()
    {
        byte[] file = FileOf("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""");
        file[10] = 0xFF;
        Assert.Contains("UTF-8", Assert.Throws<CheckpointException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F8_E4M3", 8, ScalarType.Byte)]
    [InlineData("F8_E5M2", 8, ScalarType.Byte)]
    [InlineData("U16", 4, ScalarType.Int16)]
    [InlineData("U32", 2, ScalarType.Int32)]
    [InlineData("U64", 1, ScalarType.Int64)]
    public void Read_OfATypeThatLibtorchLacks_IsRefusedOrKeepsItsBits(string type, int count, ScalarType carrier)
    {
        byte[] file = FileOf("""{"a":{"dtype":"TYPE","shape":[COUNT],"data_offsets":[0,8]}}""".Replace("TYPE", type).Replace("COUNT", $"{count}"), [1, 2, 3, 4, 5, 6, 7, 255]);
        Assert.Contains($"'a' of type {type}", Assert.Throws<CheckpointException>(() => Read(file)).Message, StringComparison.Ordinal);
        using TensorFileContent content = Read(file, keepRaw: true);
        Assert.Equal(carrier, content.Tensors["a"].dtype);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 255], content.Tensors["a"].bytes.ToArray());
        Assert.Equal(type, content.RawTypes["a"]);
    }

    [Fact]
    public void Read_OfMutatedHeaders_IsRightOrAnErrorOfOurs()
    {
        var random = new Random(1);
        byte[] header = Encoding.UTF8.GetBytes(Header);
        byte[] alphabet = Encoding.ASCII.GetBytes("{}[]:,\"0123456789-.eE\\u _abdtypeFIU816offsetsshape");
        int read = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] mutated = [.. header];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(mutated.Length);
                mutated = random.Next(5) switch
                {
                    0 => [.. mutated[..at], .. mutated[(at + 1)..]],
                    1 => [.. mutated[..at], alphabet[random.Next(alphabet.Length)], .. mutated[at..]],
                    2 => [.. mutated[..at], .. header[random.Next(header.Length)..], .. mutated[at..]],
                    3 => [.. mutated[..at], (byte)random.Next(256), .. mutated[(at + 1)..]],
                    _ => [.. mutated[..at], alphabet[random.Next(alphabet.Length)], .. mutated[(at + 1)..]],
                };
            }

            byte[] file = FileOf(mutated, s_data);
            Dictionary<string, (string Type, long[] Shape, byte[] Data)>? expected = PlainSafetensors.Read(file);
            try
            {
                using TensorFileContent content = Read(file, keepRaw: true);
                Assert.NotNull(expected);
                Assert.Equal(expected.Keys.Order(), content.Tensors.Keys.Order());
                Assert.All(content.Tensors, t => Assert.True(t.Value.shape.SequenceEqual(expected[t.Key].Shape) && t.Value.bytes.SequenceEqual(expected[t.Key].Data)));
                read++;
            }
            catch (CheckpointException) when (expected is null)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{Encoding.UTF8.GetString(mutated)}: {e}");
            }
        }

        Assert.InRange(read, 1_000, 99_000);
    }

    [Fact]
    public void Write_OfATypeThatTheFormatLacks_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using Tensor complex = zeros(2, ScalarType.ComplexFloat64);
        Assert.Contains("ComplexFloat64", Assert.Throws<CheckpointException>(() => TensorFile.Write(folder.File("a"), new Dictionary<string, Tensor> { ["a"] = complex })).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Read_OfABlockOfManySmallTensors_SurvivesItsNeighbours()
    {
        using var folder = new TemporaryFolder();
        using (var scope = NewDisposeScope())
        {
            TensorFile.Write(folder.File("a"), Enumerable.Range(0, 300).ToDictionary(i => $"t{i}", i => full([3], (float)i)));
        }

        TensorFileContent content = TensorFile.Read(folder.File("a"));
        using Tensor kept = content.Tensors["t7"].alias();
        content.Dispose();
        Assert.Equal([7f, 7, 7], kept.data<float>().ToArray());
    }
}
