namespace AiInfra.Readmes;

/// <summary>Tests of README code run one after another, when no other test runs.</summary>
[CollectionDefinition(ReadmeFolder.Alone, DisableParallelization = true)]
public sealed class ReadmeCollection;
