using AiInfra.Contracts;
using AiInfra.Core.Studies;

namespace AiInfra.Core.Tests.Studies;

public sealed class MemoryStudyStoreTests : StudyStoreContract
{
    private IStudyStore? _studies;

    protected override IStudyStore Studies => _studies ??= new MemoryStudyStore(Time);
}
