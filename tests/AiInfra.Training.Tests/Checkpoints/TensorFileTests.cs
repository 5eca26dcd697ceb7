using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using AiInfra.Laws;
using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Runtime;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

public sealed class TensorFileTests
{
    public TensorFileTests()
    {
        Libtorch.Load();
    }

    [Fact]
    public void Read_AfterWrite_GivesTheSameTensorsOfAnyShapeAndType()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.safetensors");
        ScalarType[] types = [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32, ScalarType.Byte, ScalarType.Bool];
        Gen.Select(Gen.Int[0, types.Length - 1], Gen.Int[0, 4].Array[0, 3], Gen.ULong[0, 1000]).Array[0, 5].ForAll(
            made =>
            {
                using DisposeScope scope = NewDisposeScope();
                var tensors = made.Select((m, i) => ($"t{i}", (rand([.. m.Item2.Select(d => (long)d)], generator: new Generator(m.Item3)) * 100).to(types[m.Item1]))).ToDictionary(t => t.Item1, t => t.Item2);
                TensorFile.Write(path, tensors, new Dictionary<string, string> { ["note"] = "ä \"quoted\"" });
                using TensorFileContent content = TensorFile.Read(path);
                Assert.Equal("ä \"quoted\"", content.Metadata["note"]);
                Assert.Equal(tensors.Keys.Order(), content.Tensors.Keys.Order());
                foreach ((string name, Tensor tensor) in tensors)
                {
                    Assert.Equal(tensor.shape, content.Tensors[name].shape);
                    Assert.Equal(tensor.dtype, content.Tensors[name].dtype);
                    Assert.Equal(tensor.bytes.ToArray(), content.Tensors[name].bytes.ToArray());
                }
            },
            count: 60);
    }

    [Fact]
    public void Write_OfATransposedTensor_KeepsItsMeaning()
    {
        using var folder = new TemporaryFolder();
        using Tensor transposed = arange(6).reshape(2, 3).t();
        TensorFile.Write(folder.File("a"), new Dictionary<string, Tensor> { ["t"] = transposed });
        using TensorFileContent content = TensorFile.Read(folder.File("a"));
        Assert.True(content.Tensors["t"].allclose(transposed, 0, 0));
    }

    [Fact]
    public void Read_WithAnyByteChanged_IsAnError()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a");
        TensorFile.Write(path, new Dictionary<string, Tensor> { ["weight"] = arange(10).to(ScalarType.Float32), ["bias"] = ones(3) });
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x04;
            File.WriteAllBytes(path, damaged);
            Exception? error = Record.Exception(() => TensorFile.Read(path, requireDigest: true).Dispose());
            Assert.True(error is CheckpointException, $"Byte {i} of {whole.Length}: {error}");
        }
    }

    [Fact]
    public void Read_CutShortAnywhere_IsAnError()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a");
        TensorFile.Write(path, new Dictionary<string, Tensor> { ["weight"] = arange(10).to(ScalarType.Float32) });
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<CheckpointException>(() => TensorFile.Read(path));
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"Q7","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":""")]
    [InlineData("[]")]
    public void Read_OfAHostileHeader_IsAnError(string header)
    {
        using var folder = new TemporaryFolder();
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + json.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        File.WriteAllBytes(folder.File("a"), file);
        Assert.Throws<CheckpointException>(() => TensorFile.Read(folder.File("a")));
    }

    [Fact]
    public void Write_IsASafetensorsFileThatOthersCanRead()
    {
        using var folder = new TemporaryFolder();
        TensorFile.Write(folder.File("a"), new Dictionary<string, Tensor> { ["w"] = ones(2, 3) });
        byte[] file = File.ReadAllBytes(folder.File("a"));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        JsonElement header = JsonDocument.Parse(file.AsMemory(8, length)).RootElement;
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}""", header.GetProperty("w").GetRawText());
        Assert.Equal("pt", header.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal(8 + length + 24, file.Length);
    }

    [Fact]
    public void Write_IntoAFolderThatCantBe_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        Assert.ThrowsAny<IOException>(() => TensorFile.Write(Path.Combine(folder.File("file"), "a"), new Dictionary<string, Tensor> { ["w"] = ones(2) }));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
