describe Order do
  # ruleid: ruby-guard-test-skipped
  xit "refuses users of another tenant" do
    expect(response.status).to eq 403
  end
  # ok: ruby-guard-test-skipped
  it "refuses strangers" do
    expect(response.status).to eq 401
  end
  # ok: ruby-guard-test-skipped
  xit "draws a nice chart" do
    draw
  end
  # ok: ruby-guard-test-skipped
  let(:admin) { create(:admin) }
end
