using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

public sealed class TensorShardsTests
{
    private static Dictionary<string, Tensor> Tensors() => Enumerable.Range(0, 10).ToDictionary(i => $"t{i}", i => full([100], (float)i));

    [Fact]
    public void Read_AfterWriteOfSeveralFiles_GivesAllTensors()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        string index = TensorShards.Write(folder.Path, Tensors(), maxBytes: 1000);
        Assert.Equal(TensorShards.IndexName, Path.GetFileName(index));
        Assert.Equal(6, Directory.GetFiles(folder.Path).Length);
        Assert.Equal("model-00001-of-00005.safetensors", Path.GetFileName(Directory.GetFiles(folder.Path, "*.safetensors").Order().First()));
        using TensorFileContent content = TensorShards.Read(index);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), content.Tensors.OrderBy(t => t.Key).Select(t => t.Value[50].item<float>()));
    }

    [Fact]
    public void Write_OfLittle_IsOneFileWithoutAnIndex()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        Assert.Equal("model.safetensors", Path.GetFileName(TensorShards.Write(folder.Path, Tensors())));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("""{"weight_map":{"t0":"../secret.safetensors"}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":"/etc/passwd"}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":"a\\..\\b"}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":"C:x"}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":".."}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":""}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":null}}""", "no paths")]
    [InlineData("""{"weight_map":{"t0":1}}""", "damaged")]
    [InlineData("""{"weight_map":{"t0":"one.safetensors","t0":"two.safetensors"}}""", "damaged")]
    [InlineData("""{"weight_map":{}}""", "no tensor")]
    [InlineData("""{}""", "damaged")]
    [InlineData("""{"weight_map":{"t0":"three.safetensors"}}""", "There is no file")]
    [InlineData("""{"weight_map":{"t0":"one.safetensors","t9":"one.safetensors"}}""", "does not hold it")]
    [InlineData("""{"weight_map":{"t0":"one.safetensors","t1":"two.safetensors"}}""", "and in a file before it")]
    public void Read_OfAnIndexThatIsWrong_SaysWhat(string index, string words)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        TensorFile.Write(folder.File("one.safetensors"), new Dictionary<string, Tensor> { ["t0"] = ones(2), ["both"] = ones(2) });
        TensorFile.Write(folder.File("two.safetensors"), new Dictionary<string, Tensor> { ["t1"] = ones(2), ["both"] = ones(2) });
        string path = folder.File(TensorShards.IndexName, index);
        Assert.Contains(words, Assert.Throws<CheckpointException>(() => TensorShards.Read(path)).Message, StringComparison.Ordinal);
    }
}
